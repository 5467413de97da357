/**
 * What the documents of Kafka have in common, whoever contributes them.
 */
@NullMarked
package dev.statefun.autoconfigure.kafka.internal;

import org.jspecify.annotations.NullMarked;
