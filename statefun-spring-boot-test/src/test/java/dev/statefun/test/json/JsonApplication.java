package dev.statefun.test.json;

import org.springframework.boot.autoconfigure.SpringBootApplication;

/**
 * An application with all that Spring Boot knows for JSON.
 */
@SpringBootApplication
public class JsonApplication {

}
