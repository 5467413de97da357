package dev.statefun.docs;

import dev.statefun.observation.DefaultInvocationObservationConvention;
import dev.statefun.observation.InvocationObservationContext;
import io.micrometer.common.KeyValues;

import org.springframework.stereotype.Component;

/**
 * Examples of docs/operations.md.
 */
public interface Operating {

	@Component
	class ShopConvention extends DefaultInvocationObservationConvention {

		@Override
		public KeyValues getLowCardinalityKeyValues(InvocationObservationContext context) {
			return super.getLowCardinalityKeyValues(context).and("shop", "berlin");
		}

	}

}
