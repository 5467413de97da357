package dev.statefun.autoconfigure.web.tomcat;

import org.apache.catalina.connector.Connector;
import org.apache.coyote.AbstractProtocol;
import org.apache.tomcat.util.net.SocketProperties;

import org.springframework.boot.tomcat.TomcatConnectorCustomizer;
import org.springframework.util.unit.DataSize;

/**
 * Gives Tomcat's connections a larger buffer for writing, unless the application sets its
 * size. By default, Tomcat writes the answer to a batch in pieces of 8 KB.
 */
final class WriteBufferCustomizer implements TomcatConnectorCustomizer {

	private static final String PROPERTY = "socket.appWriteBufSize";

	private static final String TOMCATS_OWN = String.valueOf(new SocketProperties().getAppWriteBufSize());

	private final DataSize size;

	WriteBufferCustomizer(DataSize size) {
		this.size = size;
	}

	@Override
	public void customize(Connector connector) {
		if (connector.getProtocolHandler() instanceof AbstractProtocol<?> protocol
				&& TOMCATS_OWN.equals(protocol.getProperty(PROPERTY))) {
			protocol.setProperty(PROPERTY, String.valueOf(this.size.toBytes()));
		}
	}

}
