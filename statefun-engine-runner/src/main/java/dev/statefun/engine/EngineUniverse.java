package dev.statefun.engine;

import java.util.Map;
import java.util.ServiceLoader;
import java.util.stream.Stream;

import com.google.protobuf.Message;
import org.apache.flink.statefun.extensions.ExtensionModule;
import org.apache.flink.statefun.flink.core.StatefulFunctionsConfig;
import org.apache.flink.statefun.flink.core.StatefulFunctionsUniverse;
import org.apache.flink.statefun.flink.core.StatefulFunctionsUniverseProvider;
import org.apache.flink.statefun.flink.core.jsonmodule.JsonServiceLoader;
import org.apache.flink.statefun.flink.core.reqreply.RequestReplyClientFactory;
import org.apache.flink.statefun.flink.io.datastream.SinkFunctionSpec;
import org.apache.flink.statefun.flink.io.datastream.SourceFunctionSpec;
import org.apache.flink.statefun.flink.io.spi.FlinkIoModule;
import org.apache.flink.statefun.sdk.Address;
import org.apache.flink.statefun.sdk.FunctionType;
import org.apache.flink.statefun.sdk.io.IngressIdentifier;
import org.apache.flink.statefun.sdk.io.Router;
import org.apache.flink.statefun.sdk.reqreply.generated.FromFunction.Invocation;
import org.apache.flink.statefun.sdk.spi.StatefulFunctionModule;

/**
 * The content of the engine: the modules on the class path and in the module file, as in
 * any engine, and the HTTP ingress and egress. The endpoints of the module file find
 * their transports under the usual names. These transports redirect egress messages.
 *
 * <p>
 * Flink makes a universe where the job is built and one more in each task that needs it.
 */
final class EngineUniverse implements StatefulFunctionsUniverseProvider {

	private static final IngressIdentifier<Message> INGRESS = new IngressIdentifier<>(Message.class,
			"dev.statefun.engine", "http");

	@Override
	public StatefulFunctionsUniverse get(ClassLoader classLoader, StatefulFunctionsConfig configuration) {
		StatefulFunctionsUniverse universe = new StatefulFunctionsUniverse(configuration.getFactoryKey());
		Map<String, String> global = configuration.getGlobalConfigurations();
		modules(ExtensionModule.class, classLoader).forEach((module) -> module.configure(global, universe));
		universe.getExtensions()
			.replaceAll((name, extension) -> (extension instanceof RequestReplyClientFactory factory)
					? new RedirectingTransport(factory, universe) : extension);
		modules(FlinkIoModule.class, classLoader).forEach((module) -> module.configure(global, universe));
		modules(StatefulFunctionModule.class, classLoader).forEach((module) -> module.configure(global, universe));
		for (StatefulFunctionModule module : JsonServiceLoader.load(configuration.getRemoteModuleName())) {
			module.configure(global, universe);
		}
		universe.bindIngress(new SourceFunctionSpec<>(INGRESS, new IngressSource()));
		universe.bindIngressRouter(INGRESS, EngineUniverse::route);
		universe.bindEgress(new SinkFunctionSpec<>(EgressRedirection.EGRESS, new EgressSink()));
		EngineJvm.get().functionTypes(FunctionTypes.of(universe));
		return universe;
	}

	/**
	 * Loads the modules but those of Kinesis, which come in one artifact with those of
	 * Kafka and would need the 57 MB of its connector.
	 */
	private static <T> Stream<T> modules(Class<T> type, ClassLoader classLoader) {
		return ServiceLoader.load(type, classLoader)
			.stream()
			.filter((provider) -> !provider.type().getPackageName().contains(".kinesis"))
			.map(ServiceLoader.Provider::get);
	}

	private static void route(Message message, Router.Downstream<Message> downstream) {
		Invocation invocation = (Invocation) message;
		downstream.forward(
				new Address(new FunctionType(invocation.getTarget().getNamespace(), invocation.getTarget().getType()),
						invocation.getTarget().getId()),
				invocation.getArgument());
	}

}
