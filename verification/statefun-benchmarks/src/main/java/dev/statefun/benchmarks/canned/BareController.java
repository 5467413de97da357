package dev.statefun.benchmarks.canned;

import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/**
 * Takes bytes, and returns bytes.
 */
@RestController
class BareController {

	private final CannedAnswers answers;

	BareController(CannedAnswers answers) {
		this.answers = answers;
	}

	@PostMapping(path = "/statefun", consumes = MediaType.APPLICATION_OCTET_STREAM_VALUE,
			produces = MediaType.APPLICATION_OCTET_STREAM_VALUE)
	byte[] answer(@RequestBody byte[] request) {
		return this.answers.answer(request);
	}

}
