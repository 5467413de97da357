"use strict";

// Functions of the official SDK. Each value that arrives is reported to test/out as it was
// read, and sent back as this SDK writes it.

const http = require("http");
const {Address, Message, StateFun, egressMessageBuilder, messageBuilder} = require("apache-flink-statefun");

// A message of this SDK has no 64-bit numbers. Both types are one field of eight bytes, and zero is no bytes
function eightBytes(typename, zero, write, read) {
  return StateFun.customType(typename, (value) => {
    const bytes = Buffer.alloc(9);
    bytes[0] = 0x09;
    bytes[write](value, 1);
    return (value === zero) ? Buffer.alloc(0) : bytes;
  }, (bytes) => (bytes.length === 0) ? zero : bytes[read](1));
}

const ORDER = StateFun.jsonType("it/Order");

const TYPES = [
  StateFun.booleanType(), StateFun.intType(), StateFun.floatType(), StateFun.stringType(), ORDER,
  eightBytes("io.statefun.types/long", 0n, "writeBigInt64LE", "readBigInt64LE"),
  eightBytes("io.statefun.types/double", 0, "writeDoubleLE", "readDoubleLE"),
];

function read(message) {
  const type = TYPES.find((candidate) => message.is(candidate));
  return {type, value: message.as(type)};
}

function report(context, name, type, value) {
  const text = (type === ORDER) ? JSON.stringify(value) : String(value);
  context.send(egressMessageBuilder({
    typename: "test/out", value: `${name}: ${type.typename} ${text}`, valueType: StateFun.stringType(),
  }));
}

function withoutValue(typename, id, type, value) {
  const message = messageBuilder({typename, id, value, valueType: type});
  message.typedValue.setHasValue(false);
  message.typedValue.setValue("");
  return message;
}

const statefun = new StateFun();

statefun.bind({
  typename: "js/mirror",
  fn(context, message) {
    const {type, value} = read(message);
    report(context, "JavaScript read", type, value);
    const id = context.self.id;
    if (value === null) {
      context.send(new Message(Address.fromTypeNameId("it/absent", id), message.typedValue));
    } else if (type === ORDER) {
      const {discount, ...order} = value;
      order.quantity++;
      order.unknown = [1, {two: null}];
      context.send(messageBuilder({typename: "it/present", id, value: order, valueType: type}));
      context.send(withoutValue("it/absent", id, type, value));
    } else {
      context.send(messageBuilder({typename: "it/present", id, value, valueType: type}));
    }
  },
});

// The last stop of a message without a value
statefun.bind({
  typename: "js/absent",
  fn(context, message) {
    const {type, value} = read(message);
    report(context, "JavaScript read at last", type, value);
  },
});

const server = http.createServer(statefun.handler());
server.listen(0, "127.0.0.1", () => console.log(`statefun-javascript ready ${server.address().port}`));

// The test that started this ends it
process.stdin.on("end", () => process.exit()).resume();
