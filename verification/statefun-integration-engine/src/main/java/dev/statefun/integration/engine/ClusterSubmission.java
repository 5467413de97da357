package dev.statefun.integration.engine;

import java.util.Map;
import java.util.ServiceLoader;
import java.util.stream.Stream;

import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.DeploymentOptions;
import org.apache.flink.configuration.GlobalConfiguration;
import org.apache.flink.statefun.extensions.ExtensionModule;
import org.apache.flink.statefun.flink.core.StatefulFunctionsConfig;
import org.apache.flink.statefun.flink.core.StatefulFunctionsJob;
import org.apache.flink.statefun.flink.core.StatefulFunctionsUniverse;
import org.apache.flink.statefun.flink.core.StatefulFunctionsUniverseProvider;
import org.apache.flink.statefun.flink.core.jsonmodule.JsonServiceLoader;
import org.apache.flink.statefun.flink.io.spi.FlinkIoModule;
import org.apache.flink.statefun.sdk.spi.StatefulFunctionModule;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * Submits the StateFun job to a cluster of Flink, whose JVMs have the engine and the
 * module file on their class paths.
 */
public final class ClusterSubmission {

	private ClusterSubmission() {
	}

	/**
	 * Submits the job.
	 * @param args the directory of {@code flink-conf.yaml}
	 * @throws Exception if the cluster does not take it
	 */
	@SuppressWarnings("try") // Flink's close() may throw an InterruptedException
	public static void main(String[] args) throws Exception {
		Configuration configuration = GlobalConfiguration.loadConfiguration(args[0]);
		configuration.set(DeploymentOptions.TARGET, "remote");
		configuration.set(DeploymentOptions.ATTACHED, false);
		StatefulFunctionsConfig statefun = StatefulFunctionsConfig.fromFlinkConfiguration(configuration);
		statefun.setProvider(new ClusterUniverse());
		StatefulFunctionsJob.main(new StreamExecutionEnvironment(configuration), statefun);
		System.out.println("statefun-engine submitted");
		System.exit(0);
	}

	/**
	 * All modules that the engine finds by itself, without Kinesis, whose connector is
	 * left out.
	 */
	private static final class ClusterUniverse implements StatefulFunctionsUniverseProvider {

		@Override
		public StatefulFunctionsUniverse get(ClassLoader classLoader, StatefulFunctionsConfig configuration) {
			StatefulFunctionsUniverse universe = new StatefulFunctionsUniverse(configuration.getFactoryKey());
			Map<String, String> global = configuration.getGlobalConfigurations();
			modules(ExtensionModule.class, classLoader).forEach((module) -> module.configure(global, universe));
			modules(FlinkIoModule.class, classLoader).forEach((module) -> module.configure(global, universe));
			modules(StatefulFunctionModule.class, classLoader).forEach((module) -> module.configure(global, universe));
			for (StatefulFunctionModule module : JsonServiceLoader.load(configuration.getRemoteModuleName())) {
				module.configure(global, universe);
			}
			return universe;
		}

		private static <T> Stream<T> modules(Class<T> type, ClassLoader classLoader) {
			return ServiceLoader.load(type, classLoader)
				.stream()
				.filter((provider) -> !provider.type().getPackageName().contains(".kinesis"))
				.map(ServiceLoader.Provider::get);
		}

	}

}
