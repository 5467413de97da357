package dev.statefun.integration;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The files in {@code deploy} are YAML, and fit together: addresses, ports, names and
 * files that one of them mentions are there in another.
 */
class DeploymentFilesTests {

	private static final Path COMPOSE = Path.of("..", "..", "deploy", "compose");

	private static final Path KUBERNETES = Path.of("..", "..", "deploy", "kubernetes");

	@Test
	void whenTheComposeFileNamesServicesAndFilesThenTheyAreThere() throws IOException {
		Node compose = documents(COMPOSE.resolve("compose.yaml")).get(0);
		Map<String, Object> services = compose.at("services").map();
		for (String name : services.keySet()) {
			Node service = compose.at("services", name);
			if (service.has("depends_on")) {
				assertThat(services.keySet()).containsAll(service.<String>list("depends_on"));
			}
			if (service.has("volumes")) {
				for (String volume : service.<String>list("volumes")) {
					String source = volume.split(":")[0];
					if (source.startsWith("./")) {
						assertThat(COMPOSE.resolve(source)).isRegularFile();
					}
					else {
						assertThat(compose.at("volumes").map()).containsKey(source);
					}
				}
			}
		}
		assertThat(services)
			.containsKey(documents(COMPOSE.resolve("flink-conf.yaml")).get(0).text("jobmanager.rpc.address"));
	}

	@Test
	void whenTheModuleFileOfComposeNamesHostsThenTheyAreServices() throws IOException {
		Map<String, Object> services = documents(COMPOSE.resolve("compose.yaml")).get(0).at("services").map();
		List<Node> module = documents(COMPOSE.resolve("module.yaml"));
		for (String host : hosts(module)) {
			assertThat(services).containsKey(host);
		}
		String balancer = Files.readString(COMPOSE.resolve("haproxy.cfg"));
		String port = documents(COMPOSE.resolve("compose.yaml")).get(0)
			.at("services", "functions", "environment")
			.text("STATEFUN_SERVER_PORT");
		assertThat(balancer).contains("functions:" + port);
		assertThat(balancer).contains("bind :" + endpoint(module).getPort());
	}

	@Test
	void whenManifestsNameEachOtherThenTheyAreThere() throws IOException {
		Node kustomization = documents(KUBERNETES.resolve("kustomization.yaml")).get(0);
		List<Node> manifests = new ArrayList<>();
		for (String file : kustomization.<String>list("resources")) {
			manifests.addAll(documents(KUBERNETES.resolve(file)));
		}
		Node functions = find(manifests, "Deployment");
		Node labels = functions.at("spec", "template", "metadata", "labels");
		assertThat(labels.map()).containsAllEntriesOf(functions.at("spec", "selector", "matchLabels").map());
		assertThat(labels.map()).containsAllEntriesOf(find(manifests, "Service").at("spec", "selector").map())
			.containsAllEntriesOf(find(manifests, "PodDisruptionBudget").at("spec", "selector", "matchLabels").map());
		assertThat(find(manifests, "HorizontalPodAutoscaler").at("spec", "scaleTargetRef").text("name"))
			.isEqualTo(functions.at("metadata").text("name"));
		Node engine = find(manifests, "FlinkDeployment");
		Node module = find(manifests, "ConfigMap");
		assertThat(Node.of(engine.at("spec", "podTemplate", "spec").<Object>list("volumes").get(0))
			.at("configMap")
			.text("name")).isEqualTo(module.at("metadata").text("name"));
		assertThat(engine.at("spec", "flinkConfiguration").text("statefun.remote.module-name"))
			.endsWith("/" + module.at("data").map().keySet().iterator().next());
	}

	@Test
	void whenTheModuleFileOfKubernetesNamesTheFunctionsThenTheirServiceHasThePort() throws IOException {
		List<Node> manifests = documents(KUBERNETES.resolve("functions.yaml"));
		Node module = find(documents(KUBERNETES.resolve("engine.yaml")), "ConfigMap");
		URI endpoint = endpoint(yaml(module.at("data").text("module.yaml")));
		Node service = find(manifests, "Service");
		assertThat(endpoint).hasHost(service.at("metadata").text("name"))
			.hasPort((Integer) Node.of(service.at("spec").<Object>list("ports").get(0)).map().get("port"));
		Node container = Node
			.of(find(manifests, "Deployment").at("spec", "template", "spec").<Object>list("containers").get(0));
		List<Object> ports = container.list("ports");
		assertThat(ports).extracting((port) -> Node.of(port).map().get("containerPort"))
			.contains(endpoint.getPort(), 8080);
	}

	private static List<String> hosts(List<Node> module) {
		List<String> hosts = new ArrayList<>();
		hosts.add(endpoint(module).getHost());
		module.stream()
			.filter((document) -> document.at("spec").has("address"))
			.forEach((document) -> hosts.add(document.at("spec").text("address").split(":")[0]));
		return hosts;
	}

	private static URI endpoint(List<Node> module) {
		return URI.create(find(module, "io.statefun.endpoints.v2/http").at("spec").text("urlPathTemplate"));
	}

	private static Node find(List<Node> documents, String kind) {
		return documents.stream().filter((document) -> document.text("kind").equals(kind)).findFirst().orElseThrow();
	}

	private static List<Node> documents(Path file) throws IOException {
		return yaml(Files.readString(file));
	}

	private static List<Node> yaml(String text) {
		List<Node> documents = new ArrayList<>();
		LoaderOptions options = new LoaderOptions();
		options.setAllowDuplicateKeys(false);
		new Yaml(new SafeConstructor(options)).loadAll(text).forEach((document) -> documents.add(Node.of(document)));
		return documents;
	}

	/**
	 * A mapping.
	 */
	private record Node(Map<String, Object> map) {

		@SuppressWarnings("unchecked")
		static Node of(Object value) {
			return new Node((Map<String, Object>) value);
		}

		Node at(String... names) {
			Node node = this;
			for (String name : names) {
				assertThat(node.map).containsKey(name);
				node = of(node.map.get(name));
			}
			return node;
		}

		boolean has(String name) {
			return this.map.containsKey(name);
		}

		String text(String name) {
			assertThat(this.map).containsKey(name);
			return this.map.get(name).toString();
		}

		@SuppressWarnings("unchecked")
		<T> List<T> list(String name) {
			return (List<T>) this.map.get(name);
		}

	}

}
