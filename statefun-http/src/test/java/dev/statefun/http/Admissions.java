package dev.statefun.http;

/**
 * Places of requests, for endpoints of tests.
 */
public final class Admissions {

	private Admissions() {
	}

	/** Place among so many that there is always one more. */
	public static RequestAdmission granted() {
		return unlimited().admit(0);
	}

	public static RequestAdmission refused(EndpointResponse refusal) {
		return RequestAdmission.refused(refusal);
	}

	public static AdmissionControl unlimited() {
		return new AdmissionControl(AdmissionControl.MAX_REQUESTS, AdmissionControl.MAX_BYTES,
				new QuietPeriod(System::nanoTime));
	}

}
