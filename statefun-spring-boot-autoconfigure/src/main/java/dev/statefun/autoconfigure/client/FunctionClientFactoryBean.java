package dev.statefun.autoconfigure.client;

import dev.statefun.client.StatefunClient;
import dev.statefun.client.internal.ClientInterface;
import dev.statefun.type.TypeRegistry;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.BeanFactoryAware;
import org.springframework.beans.factory.SmartFactoryBean;
import org.springframework.util.Assert;

/**
 * Implements an interface that is the client of a function. It does so at startup, so
 * that errors stop it.
 *
 * @param <T> the interface
 */
class FunctionClientFactoryBean<T> implements SmartFactoryBean<T>, BeanFactoryAware {

	private final Class<T> type;

	private @Nullable BeanFactory beanFactory;

	FunctionClientFactoryBean(Class<T> type) {
		this.type = type;
	}

	@Override
	public void setBeanFactory(BeanFactory newBeanFactory) {
		this.beanFactory = newBeanFactory;
	}

	@Override
	public T getObject() {
		BeanFactory beans = this.beanFactory;
		Assert.state(beans != null, "There is no bean factory yet");
		ClientInterface<T> client = ClientInterface.of(this.type);
		client.check(beans.getBean(TypeRegistry.class));
		return client.with(beans.getBean(StatefunClient.class));
	}

	@Override
	public boolean isEagerInit() {
		return true;
	}

	@Override
	public Class<?> getObjectType() {
		return this.type;
	}

}
