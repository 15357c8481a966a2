package io.autohelm.agent.status;

import io.micronaut.context.event.BeanCreatedEvent;
import io.micronaut.context.event.BeanCreatedEventListener;
import io.micronaut.http.server.netty.NettyServerCustomizer;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

/**
 * Makes the failures of requests that were let in just before the server ended what they are: no
 * fault of ours to report, but a question to ask again. No filter is left to say so by then.
 */
@Singleton
final class EndingAnswers implements BeanCreatedEventListener<NettyServerCustomizer.Registry> {
  private final StreamEnd end;

  EndingAnswers(StreamEnd end) {
    this.end = end;
  }

  @Override
  public NettyServerCustomizer.Registry onCreated(
      BeanCreatedEvent<NettyServerCustomizer.Registry> event) {
    event.getBean().register(new Customizer(null));
    return event.getBean();
  }

  private final class Customizer implements NettyServerCustomizer {
    private final @Nullable Channel channel;

    Customizer(@Nullable Channel channel) {
      this.channel = channel;
    }

    @Override
    public NettyServerCustomizer specializeForChannel(Channel special, ChannelRole role) {
      return new Customizer(special);
    }

    @Override
    public void onStreamPipelineBuilt() {
      ChannelHandlerContext codec =
          channel == null ? null : channel.pipeline().context(HttpServerCodec.class);
      if (codec != null) {
        codec.pipeline().addAfter(codec.name(), "ending", new Answers());
      }
    }
  }

  private final class Answers extends ChannelOutboundHandlerAdapter {
    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
      if (message instanceof HttpResponse answer
          && answer.status().equals(HttpResponseStatus.INTERNAL_SERVER_ERROR)
          && end.hasCome()) {
        answer.setStatus(HttpResponseStatus.SERVICE_UNAVAILABLE);
        answer.headers().set(HttpHeaderNames.RETRY_AFTER, Ending.SECONDS);
      }
      Object unused = context.write(message, promise);
    }
  }
}
