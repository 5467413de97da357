package dev.statefun.docs;

import dev.statefun.http.netty.DefaultHttpObservationConvention;
import dev.statefun.http.netty.HttpObservationContext;
import io.micrometer.common.KeyValues;

import org.springframework.stereotype.Component;

/**
 * Examples of docs/operations.md.
 */
public interface Measuring {

	@Component
	class ShopHttpConvention extends DefaultHttpObservationConvention {

		@Override
		public KeyValues getLowCardinalityKeyValues(HttpObservationContext context) {
			return super.getLowCardinalityKeyValues(context).and("shop", "berlin");
		}

	}

}
