package dev.statefun.engine;

import java.util.Set;
import java.util.TreeSet;

import org.apache.flink.statefun.flink.core.StatefulFunctionsUniverse;
import org.apache.flink.statefun.sdk.FunctionType;

/**
 * The function types of the module file. A message for any other would fail the job, so
 * the ingress asks here first.
 */
interface FunctionTypes {

	FunctionTypes NONE = new FunctionTypes() {

		@Override
		public boolean contains(String namespace, String name) {
			return false;
		}

		@Override
		public Set<String> names() {
			return Set.of();
		}

	};

	boolean contains(String namespace, String name);

	Set<String> names();

	/**
	 * Looks into the universe at each call, since its modules are bound one after the
	 * other.
	 */
	static FunctionTypes of(StatefulFunctionsUniverse universe) {
		return new FunctionTypes() {

			@Override
			public boolean contains(String namespace, String name) {
				return universe.functions().containsKey(new FunctionType(namespace, name))
						|| universe.namespaceFunctions().containsKey(namespace);
			}

			@Override
			public Set<String> names() {
				Set<String> names = new TreeSet<>();
				universe.functions().keySet().forEach((type) -> names.add(type.namespace() + "/" + type.name()));
				universe.namespaceFunctions().keySet().forEach((namespace) -> names.add(namespace + "/*"));
				return names;
			}

		};
	}

}
