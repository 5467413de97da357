package dev.statefun.test.slice;

import org.springframework.boot.autoconfigure.SpringBootApplication;

/**
 * An application with functions, and with other things.
 */
@SpringBootApplication
public class SliceApplication {

}
