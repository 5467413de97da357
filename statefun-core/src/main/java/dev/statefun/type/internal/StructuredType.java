package dev.statefun.type.internal;

import java.util.Map;

/**
 * A type that can tell which fields its values have.
 */
public interface StructuredType {

	/**
	 * The fields.
	 * @return what each field is, by its path, such as {@code lines[].count}, in order;
	 * empty if that is not known. {@code []} stands for the elements of an array,
	 * {@code {}} for the values of a map, and {@code <id>} for those of the class that a
	 * type id chooses. A field is an {@code object}, {@code array}, {@code map},
	 * {@code string}, {@code int}, {@code long}, {@code integer}, {@code number},
	 * {@code boolean}, {@code any}, or an {@code enum} with its constants
	 */
	Map<String, String> structure();

}
