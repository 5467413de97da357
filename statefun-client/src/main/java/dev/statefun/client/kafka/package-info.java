/**
 * The way to an engine over two Kafka topics.
 */
@NullMarked
package dev.statefun.client.kafka;

import org.jspecify.annotations.NullMarked;
