package io.vitrine.registry.command.kafka;

import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vitrine.events.Cause;
import io.vitrine.events.Command;
import io.vitrine.events.CommandCodec;
import io.vitrine.events.CommandResult;
import io.vitrine.events.CommandResult.CommandCompleted;
import io.vitrine.events.CommandResult.CommandRefused;
import io.vitrine.identity.Caller;
import io.vitrine.identity.RequestIds;
import io.vitrine.outbox.CurrentCause;
import io.vitrine.problem.Problem;
import io.vitrine.problem.ProblemException;
import io.vitrine.problem.ProblemKind.Fault;
import io.vitrine.problem.database.DatabaseAway;
import io.vitrine.registry.command.AnswerCommand;
import io.vitrine.registry.command.CommandProblem;
import io.vitrine.registry.command.Received;
import io.vitrine.registry.command.kafka.CommandDeeds.Sender;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Takes commands one after the other. A database that is away is waited for, so none is lost; what
 * fails for another reason is tried a few times, and then holds nobody up any more: it is answered
 * and goes to the dead letters, as does what cannot be read.
 */
@ApplicationScoped
class CommandReceiver {
  private static final Logger LOG = Logger.getLogger(CommandReceiver.class);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);
  private static final int TRIES = 5;

  private final CommandReader reader;
  private final CommandCallers callers;
  private final CommandDeeds deeds;
  private final AnswerCommand answers;
  private final MeterRegistry meters;

  CommandReceiver(
      CommandReader reader,
      CommandCallers callers,
      CommandDeeds deeds,
      AnswerCommand answers,
      MeterRegistry meters) {
    this.reader = reader;
    this.callers = callers;
    this.deeds = deeds;
    this.answers = answers;
    this.meters = meters;
  }

  @Incoming("commands")
  Uni<Void> onCommand(Message<byte[]> message) {
    CommandRecord record = CommandRecord.of(message);
    return record
        .received()
        .map(command -> take(command, record, message))
        .orElseGet(() ->
            dead(
                message, CommandReader.unreadable("The record has no ce_id header to answer to.")));
  }

  private Uni<Void> take(Received command, CommandRecord record, Message<byte[]> message) {
    Executor home = home();
    return patiently(home, () -> answer(home, command, record, message.getPayload()))
        .onFailure(ProblemException.class)
        .recoverWithUni(e -> refuse(home, command, e.problem()))
        .onItemOrFailure()
        .transformToUni((answer, failure) ->
            failure == null
                ? Uni.createFrom().completionStage(message::ack)
                : bury(home, command, message, failure));
  }

  /**
   * Where the work on this record is to be, whatever thread it comes back from: the session of the
   * database and the cause of facts are there.
   */
  private static Executor home() {
    @Nullable Context context = Vertx.currentContext();
    return context == null ? Runnable::run : work -> context.runOnContext(ignored -> work.run());
  }

  private Uni<CommandResult> answer(
      Executor home, Received command, CommandRecord record, byte[] payload) {
    String requestId = RequestIds.derivedFrom(command.id());
    CurrentCause.set(Cause.request(requestId));
    CommandReader.Draft draft = reader.parse(record, payload);
    return callers
        .callerOf(record)
        .emitOn(home)
        .chain(caller -> {
          CurrentCause.set(new Cause(requestId, caller.userId(), caller.projectId()));
          Command wanted = reader.read(draft);
          Sender sender =
              new Sender(caller, command.newImageId(), requestId, record.token().orElse(""));
          return answers.carryOut(
              command, fingerprint(command, caller, payload), () -> deeds.carryOut(wanted, sender));
        })
        .invoke(this::count);
  }

  private Uni<CommandResult> refuse(Executor home, Received command, Problem problem) {
    return patiently(home, () -> answers.refuse(command, problem)).invoke(this::count);
  }

  /** Where even the answer fails, the dead letter is what is left of it. */
  private Uni<Void> bury(
      Executor home, Received command, Message<byte[]> message, Throwable failure) {
    Problem problem =
        failure instanceof UnreadableCommandException unreadable
            ? unreadable.problem()
            : new CommandProblem.Failed();
    return refuse(home, command, problem)
        .onFailure()
        .invoke(e -> LOG.errorf(e, "Command %s cannot be answered", command.id()))
        .onFailure()
        .recoverWithNull()
        .chain(() -> dead(message, failure));
  }

  private static Uni<Void> dead(Message<byte[]> message, Throwable reason) {
    LOG.errorf(reason, "A command goes to the dead letters");
    return Uni.createFrom().completionStage(() -> message.nack(reason));
  }

  private static <T> Uni<T> patiently(Executor home, Supplier<Uni<T>> work) {
    return Uni.createFrom()
        .deferred(() -> work.get())
        .runSubscriptionOn(home)
        .onFailure(CommandReceiver::mayPass)
        .invoke(e -> LOG.warn("A command is tried again", e))
        .onFailure(DatabaseAway::isAway)
        .retry()
        .withBackOff(FIRST_PAUSE, LONGEST_PAUSE)
        .indefinitely()
        .onFailure(CommandReceiver::mayPass)
        .retry()
        .withBackOff(FIRST_PAUSE, LONGEST_PAUSE)
        .atMost(TRIES);
  }

  private static boolean mayPass(Throwable failure) {
    return switch (failure) {
      case ProblemException e -> e.problem().kind().fault() != Fault.CALLER;
      case UnreadableCommandException _ -> false;
      default -> true;
    };
  }

  private void count(CommandResult answer) {
    String outcome =
        switch (answer) {
          case CommandCompleted _ -> "completed";
          case CommandRefused refused -> refused.problem().code();
        };
    String name = CommandCodec.nameIn(answer.commandType()).orElse("unknown");
    meters.counter("vitrine.commands", "type", name, "outcome", outcome).increment();
  }

  private static String fingerprint(Received command, Caller caller, byte[] payload) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(
          (command.type() + '\n' + caller.projectId() + '\n').getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest.digest(payload));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
