package dev.statefun.http.servlet.internal;

import java.io.IOException;

import jakarta.servlet.ServletException;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.apache.coyote.ActionCode;

/**
 * Closes connections in Tomcat whose client is too slow. Otherwise Tomcat would read the
 * rest of a body on the thread of the request, however long that takes. Safe for use by
 * many threads.
 */
public final class HangUpValve extends ValveBase {

	/**
	 * Create a valve.
	 */
	public HangUpValve() {
		super(true);
	}

	@Override
	public void invoke(Request request, Response response) throws IOException, ServletException {
		getNext().invoke(request, response);
		if (HangUp.isDemanded(request)) {
			response.getCoyoteResponse().action(ActionCode.CLOSE_NOW, null);
		}
	}

}
