package dev.statefun.io.internal;

import com.google.protobuf.ByteString;
import dev.statefun.type.TypeName;
import dev.statefun.type.TypedValue;

/**
 * Names and values that dispatch and the client share. A gateway asks functions on behalf
 * of an application that waits for the answer.
 */
public final class Asks {

	/** The namespace that the client reserves, together with those below it. */
	public static final String RESERVED = "dev.statefun.client";

	/** The namespace of gateways. Its names are those of clients. */
	public static final String GATEWAYS = RESERVED + ".ask";

	/** Tells a gateway that its message has been handled, and got no reply so far. */
	public static final TypedValue HANDLED = new TypedValue(RESERVED + "/Handled", ByteString.EMPTY);

	/** Tells a gateway that the reply is {@code null}. */
	public static final TypedValue NOTHING = new TypedValue(RESERVED + "/Nothing", ByteString.EMPTY);

	private Asks() {
	}

	/**
	 * Tell whether a function is a gateway.
	 * @param function the type of the function
	 * @return whether somebody waits for what becomes of its messages
	 */
	public static boolean isGateway(TypeName function) {
		return function.namespace().equals(GATEWAYS);
	}

	/**
	 * Tell whether the type of a value is reserved.
	 * @param typeName the name of the type
	 * @return whether only the client may use it
	 */
	public static boolean isReservedType(String typeName) {
		int slash = typeName.lastIndexOf('/');
		return slash >= 0 && isReserved(typeName.substring(0, slash));
	}

	/**
	 * Tell whether a namespace is reserved.
	 * @param namespace the namespace of a function or of a type
	 * @return whether only the client may use it
	 */
	public static boolean isReserved(String namespace) {
		return namespace.startsWith(RESERVED)
				&& (namespace.length() == RESERVED.length() || namespace.charAt(RESERVED.length()) == '.');
	}

}
