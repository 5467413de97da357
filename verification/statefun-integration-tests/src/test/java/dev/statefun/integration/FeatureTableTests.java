package dev.statefun.integration;

import java.io.IOException;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.core.type.classreading.CachingMetadataReaderFactory;
import org.springframework.util.ClassUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The table of what runs with which engine says neither more nor less than the tests
 * prove.
 */
class FeatureTableTests {

	private static final Path DOCUMENT = Path.of("..", "..", "docs", "engines.md");

	private static final String ALWAYS = "yes";

	private static final String FULL_ONLY = "long tests";

	private static final String NEVER = "–";

	@Test
	void whenTheTableSaysWhatRunsThenTestsProveIt() throws Exception {
		List<String> proven = new ArrayList<>();
		proven.add(row("What runs", Arrays.stream(EngineSetup.values()).map(EngineSetup::title).toList()));
		proof().forEach((feature, setups) -> proven.add(row(feature,
				Arrays.stream(EngineSetup.values()).map((setup) -> setups.getOrDefault(setup, NEVER)).toList())));
		assertThat(documented()).containsExactlyInAnyOrderElementsOf(proven);
	}

	private static String row(String first, List<String> others) {
		return "| " + first + " | " + String.join(" | ", others) + " |";
	}

	private static List<String> documented() throws IOException {
		return Files.readAllLines(DOCUMENT)
			.stream()
			.dropWhile((line) -> !line.startsWith("| What runs |"))
			.takeWhile((line) -> line.startsWith("|"))
			.filter((line) -> !line.startsWith("| ---"))
			.toList();
	}

	private static Map<String, Map<EngineSetup, String>> proof() throws Exception {
		Map<String, Map<EngineSetup, String>> features = new TreeMap<>();
		for (Class<?> type : testClasses()) {
			for (Method method : type.getDeclaredMethods()) {
				Proves proves = method.getAnnotation(Proves.class);
				if (proves != null) {
					String how = (isFull(type) || isFull(method)) ? FULL_ONLY : ALWAYS;
					Map<EngineSetup, String> setups = features.computeIfAbsent(proves.value(),
							(feature) -> new EnumMap<>(EngineSetup.class));
					setups(proves, method)
						.forEach((setup) -> setups.merge(setup, how, (one, other) -> one.equals(ALWAYS) ? one : other));
				}
			}
		}
		return features;
	}

	private static List<Class<?>> testClasses() throws Exception {
		List<Class<?>> classes = new ArrayList<>();
		CachingMetadataReaderFactory metadata = new CachingMetadataReaderFactory();
		for (Resource file : new PathMatchingResourcePatternResolver()
			.getResources("classpath*:dev/statefun/integration/**/*IT.class")) {
			classes.add(ClassUtils.forName(metadata.getMetadataReader(file).getClassMetadata().getClassName(), null));
		}
		return classes;
	}

	private static boolean isFull(AnnotatedElement element) {
		Tag tag = element.getAnnotation(Tag.class);
		return tag != null && tag.value().equals("full");
	}

	private static Set<EngineSetup> setups(Proves proves, Method method) {
		if (proves.with().length > 0) {
			return EnumSet.copyOf(Arrays.asList(proves.with()));
		}
		EnumSource source = source(method);
		assertThat(source).as("the engines of %s", method).isNotNull();
		Set<String> names = Set.of(source.names());
		return Arrays.stream(EngineSetup.values())
			.filter((setup) -> names.isEmpty()
					|| names.contains(setup.name()) == (source.mode() == EnumSource.Mode.INCLUDE))
			.collect(Collectors.toCollection(() -> EnumSet.noneOf(EngineSetup.class)));
	}

	private static @Nullable EnumSource source(Method method) {
		EnumSource source = method.getAnnotation(EnumSource.class);
		return (source != null) ? source : method.getDeclaringClass().getAnnotation(EnumSource.class);
	}

}
