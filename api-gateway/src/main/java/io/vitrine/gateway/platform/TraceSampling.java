package io.vitrine.gateway.platform;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.opentelemetry.sdk.trace.samplers.SamplingResult;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Which requests are traced, by all services, is decided here. A client may say into which trace a
 * request belongs, but not that it is recorded, nor that it is not: neither by its flag nor by the
 * choice of an id.
 */
@ApplicationScoped
class TraceSampling {

  @Produces
  @Singleton
  Sampler sampler(
      @ConfigProperty(name = "quarkus.otel.traces.sampler.arg", defaultValue = "1") double share) {
    Sampler drawn = new Drawn(share);
    return Sampler.parentBasedBuilder(drawn)
        .setRemoteParentSampled(drawn)
        .setRemoteParentNotSampled(drawn)
        .build();
  }

  private record Drawn(double share) implements Sampler {
    @Override
    public SamplingResult shouldSample(
        Context parent,
        String traceId,
        String name,
        SpanKind kind,
        Attributes attributes,
        List<LinkData> links) {
      return ThreadLocalRandom.current().nextDouble() < share
          ? SamplingResult.recordAndSample()
          : SamplingResult.drop();
    }

    @Override
    public String getDescription() {
      return "Drawn{%s}".formatted(share);
    }
  }
}
