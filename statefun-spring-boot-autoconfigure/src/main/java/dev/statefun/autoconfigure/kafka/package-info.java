/**
 * Auto-configuration of the engine's ingresses and egresses of Kafka.
 */
@NullMarked
package dev.statefun.autoconfigure.kafka;

import org.jspecify.annotations.NullMarked;
