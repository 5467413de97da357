package dev.statefun.type;

/**
 * The common base of types with a name and a Java class.
 *
 * @param <T> the Java type of the values
 */
abstract class NamedType<T> implements Type<T> {

	private final String typeName;

	private final Class<T> javaType;

	NamedType(String typeName, Class<T> javaType) {
		this.typeName = typeName.intern();
		this.javaType = javaType;
	}

	@Override
	public final String typeName() {
		return this.typeName;
	}

	@Override
	public final Class<T> javaType() {
		return this.javaType;
	}

	@Override
	public final String toString() {
		return this.typeName;
	}

}
