/**
 * Programs made up by seed, to compare the engine in memory with the real one.
 */
package dev.statefun.test.generated;
