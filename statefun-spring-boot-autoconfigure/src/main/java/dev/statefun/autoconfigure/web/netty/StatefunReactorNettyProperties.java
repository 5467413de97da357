package dev.statefun.autoconfigure.web.netty;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Properties of Reactor Netty that matter to functions.
 *
 * @param pooledAllocator Whether connections use Netty's pooled memory allocator. Its
 * default, the adaptive one, is slow from JDK 25 on.
 */
@ConfigurationProperties("statefun.reactor-netty")
record StatefunReactorNettyProperties(@DefaultValue("true") boolean pooledAllocator) {

}
