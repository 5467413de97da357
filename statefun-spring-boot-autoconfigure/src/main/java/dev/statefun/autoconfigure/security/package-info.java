/**
 * Auto-configuration that hides the secret of the endpoint.
 */
@NullMarked
package dev.statefun.autoconfigure.security;

import org.jspecify.annotations.NullMarked;
