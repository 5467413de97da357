package dev.statefun.protocol.internal;

/**
 * The field numbers of the protocol. Where the versions differ, in the values, the names
 * say which is which.
 */
final class WireFields {

	static final int TO_FUNCTION_INVOCATION = 100;

	static final int BATCH_TARGET = 1;

	static final int BATCH_STATE = 2;

	static final int BATCH_INVOCATIONS = 3;

	static final int ADDRESS_NAMESPACE = 1;

	static final int ADDRESS_TYPE = 2;

	static final int ADDRESS_ID = 3;

	static final int STATE_NAME = 1;

	static final int STATE_VALUE = 2;

	static final int INVOCATION_CALLER = 1;

	static final int INVOCATION_ARGUMENT = 2;

	static final int VALUE_TYPE = 1;

	static final int V2_VALUE_BYTES = 2;

	static final int V3_VALUE_PRESENT = 2;

	static final int V3_VALUE_BYTES = 3;

	/** The metadata of later engines. Others pass it on as an unknown field. */
	static final int V3_VALUE_METADATA = 4;

	static final int METADATA_KEY = 1;

	static final int METADATA_VALUE = 2;

	static final int METADATA_PRESENT = 3;

	static final int FROM_FUNCTION_RESULT = 100;

	static final int FROM_FUNCTION_INCOMPLETE = 101;

	static final int RESULT_MUTATIONS = 1;

	static final int RESULT_MESSAGES = 2;

	static final int RESULT_DELAYED = 3;

	static final int RESULT_EGRESSES = 4;

	static final int MUTATION_TYPE = 1;

	static final int MUTATION_TYPE_MODIFY = 1;

	static final int MUTATION_NAME = 2;

	static final int MUTATION_VALUE = 3;

	static final int MESSAGE_TARGET = 1;

	static final int MESSAGE_ARGUMENT = 2;

	static final int DELAYED_MILLIS = 1;

	static final int DELAYED_TARGET = 2;

	static final int DELAYED_ARGUMENT = 3;

	static final int DELAYED_IS_CANCELLATION = 10;

	static final int DELAYED_TOKEN = 11;

	static final int EGRESS_NAMESPACE = 1;

	static final int EGRESS_TYPE = 2;

	static final int EGRESS_ARGUMENT = 3;

	static final int INCOMPLETE_MISSING = 1;

	static final int SPEC_NAME = 1;

	static final int SPEC_EXPIRATION = 2;

	static final int SPEC_TYPE = 3;

	static final int EXPIRATION_MODE = 1;

	static final int EXPIRATION_MILLIS = 2;

	/** The only field of the messages that stand for primitives, in either version. */
	static final int PRIMITIVE = 1;

	private WireFields() {
	}

}
