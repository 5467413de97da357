/**
 * An application that changes how its messages are written as JSON.
 */
package dev.statefun.test.json;
