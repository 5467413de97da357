package dev.statefun.client.internal;

import java.util.Collection;
import java.util.List;
import java.util.Set;

import dev.statefun.StatefulFunction;
import dev.statefun.client.ClientTransport;
import dev.statefun.dispatch.FunctionDefinition;
import dev.statefun.dispatch.internal.DependentRegistrar;
import dev.statefun.dispatch.internal.GatewayFunction;
import dev.statefun.type.TypeName;

/**
 * Contributes the functions of the client. An application without other functions does
 * without them if those of another application can take their place.
 */
public final class GatewayRegistrar implements DependentRegistrar {

	private final ClientSettings settings;

	private final AllowedTargets targets;

	private final ClientTransport transport;

	/**
	 * Create a registrar.
	 * @param settings the settings of the client
	 * @param targets the functions that messages may be sent to
	 * @param transport takes the answers
	 */
	public GatewayRegistrar(ClientSettings settings, AllowedTargets targets, ClientTransport transport) {
		this.transport = transport;
		this.settings = settings;
		this.targets = targets;
	}

	@Override
	public Collection<FunctionDefinition> functions(Collection<FunctionDefinition> others) {
		Boolean serves = this.settings.servesGateway();
		if (!((serves != null) ? serves : !others.isEmpty() || !this.transport.sendsThroughGateway())) {
			return List.of();
		}
		FunctionDefinition gateway = define(this.settings.names().gateway(),
				new AskGateway(this.settings, this.targets, this.transport),
				Set.of(Ask.TYPE.typeName(), Request.TYPE.typeName()));
		GatewayFunction trusted = gateway.function()::apply;
		return List.of(
				new FunctionDefinition(gateway.typeName(), trusted, gateway.states(), gateway.messageTypes(),
						gateway.source()),
				define(this.settings.names().sender(), new SendGateway(this.settings, this.targets),
						Set.of(Delivery.TYPE.typeName())));
	}

	private static FunctionDefinition define(TypeName name, StatefulFunction function, Set<String> messages) {
		FunctionDefinition definition = FunctionDefinition.of(name.toString(), function);
		return new FunctionDefinition(name, definition.function(), definition.states(), messages, "the StatefunClient");
	}

}
