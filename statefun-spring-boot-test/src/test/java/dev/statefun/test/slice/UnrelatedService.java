package dev.statefun.test.slice;

import org.springframework.stereotype.Service;

/**
 * Not for tests of functions.
 */
@Service
class UnrelatedService {

}
