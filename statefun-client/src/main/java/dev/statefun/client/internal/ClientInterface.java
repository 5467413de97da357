package dev.statefun.client.internal;

import java.lang.invoke.MethodHandles;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.util.LinkedHashMap;
import java.util.Map;

import dev.statefun.Context;
import dev.statefun.client.FunctionClient;
import dev.statefun.client.FunctionInstance;
import dev.statefun.client.StatefunClient;
import dev.statefun.dispatch.InvalidFunctionException;
import dev.statefun.type.TypeName;
import dev.statefun.type.TypeRegistry;
import dev.statefun.type.UnknownTypeException;
import org.jspecify.annotations.Nullable;

/**
 * An interface that is the client of a function. Immutable.
 *
 * @param <T> the interface
 */
public final class ClientInterface<T> {

	private static final ClassValue<ClientInterface<?>> INTERFACES = new ClassValue<>() {

		@Override
		protected ClientInterface<?> computeValue(Class<?> type) {
			return new ClientInterface<>(type);
		}

	};

	private final Class<T> type;

	private final TypeName function;

	private final Map<Method, ClientMethod> methods = new LinkedHashMap<>();

	private ClientInterface(Class<T> type) {
		this.type = type;
		this.function = function(type);
		for (Method method : type.getMethods()) {
			if (Modifier.isAbstract(method.getModifiers())) {
				this.methods.put(method, ClientMethod.of(method));
			}
		}
	}

	private static TypeName function(Class<?> type) {
		FunctionClient annotation = type.getAnnotation(FunctionClient.class);
		if (!type.isInterface() || annotation == null) {
			throw InvalidFunctionException.of("%s is not a client of a function.".formatted(type.getName()),
					"Make it an interface, annotated with @FunctionClient(\"namespace/name\").");
		}
		try {
			return TypeName.parse(annotation.value());
		}
		catch (IllegalArgumentException ex) {
			throw InvalidFunctionException.of(
					"The interface %s has a malformed type name in its @FunctionClient: %s.".formatted(type.getName(),
							ex.getMessage()),
					"Write @FunctionClient(\"namespace/name\"), for example @FunctionClient(\"demo/greeter\").", ex);
		}
	}

	/**
	 * Look at an interface.
	 * @param <T> the interface
	 * @param type the interface
	 * @return what its methods do
	 * @throws InvalidFunctionException if it is no client, or a method can neither send
	 * nor ask
	 */
	@SuppressWarnings("unchecked")
	public static <T> ClientInterface<T> of(Class<T> type) {
		return (ClientInterface<T>) INTERFACES.get(type);
	}

	/**
	 * Check that all messages and replies can travel.
	 * @param types finds their types
	 * @throws InvalidFunctionException if one cannot
	 */
	public void check(TypeRegistry types) {
		for (ClientMethod method : this.methods.values()) {
			try {
				method.check(types);
			}
			catch (UnknownTypeException ex) {
				throw InvalidFunctionException.of(
						"The %s can neither send nor ask: %s.".formatted(method.source(), ex.description()),
						ex.action() + ".", ex);
			}
		}
	}

	/**
	 * Implement the interface with a client.
	 * @param client sends and asks
	 * @return an object whose methods send and ask
	 */
	public T with(StatefunClient client) {
		return implement((method, id, message) -> {
			FunctionInstance instance = client.to(this.function.toString(), id);
			return method.call(instance, message);
		});
	}

	/**
	 * Implement the interface within a handler.
	 * @param context the context of the invocation
	 * @return an object whose methods send
	 */
	public T in(Context context) {
		return implement((method, id, message) -> {
			if (method.isAsking()) {
				throw new UnsupportedOperationException(("The %s asks, and a function must not wait. Declare a method"
						+ " that returns void, and handle the reply as a message")
					.formatted(method.source()));
			}
			context.send(this.function.toString(), id, message);
			return null;
		});
	}

	private T implement(Caller caller) {
		InvocationHandler handler = (proxy, method, arguments) -> {
			ClientMethod clientMethod = this.methods.get(method);
			if (clientMethod != null) {
				return caller.call(clientMethod, (String) arguments[0], arguments[1]);
			}
			if (method.isDefault()) {
				return callDefault(proxy, method, arguments);
			}
			return switch (method.getName()) {
				case "equals" -> proxy == arguments[0];
				case "hashCode" -> System.identityHashCode(proxy);
				default -> "client of " + this.function;
			};
		};
		return this.type
			.cast(Proxy.newProxyInstance(this.type.getClassLoader(), new Class<?>[] { this.type }, handler));
	}

	/** The interface need not be public. */
	private Object callDefault(Object proxy, Method method, Object @Nullable [] arguments) throws Throwable {
		return MethodHandles.privateLookupIn(method.getDeclaringClass(), MethodHandles.lookup())
			.unreflectSpecial(method, method.getDeclaringClass())
			.bindTo(proxy)
			.invokeWithArguments((arguments != null) ? arguments : new Object[0]);
	}

	/** Calls the function for a method. */
	@FunctionalInterface
	private interface Caller {

		@Nullable Object call(ClientMethod method, String id, Object message);

	}

}
