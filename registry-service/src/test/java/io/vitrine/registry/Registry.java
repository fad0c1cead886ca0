package io.vitrine.registry;

import io.vitrine.events.Blob;
import io.vitrine.events.BlobFact.BlobStored;
import io.vitrine.events.BlobReleaseFact.BlobReleased;
import io.vitrine.events.Fact;
import io.vitrine.events.ImportRun;
import io.vitrine.identity.Caller;
import io.vitrine.identity.Role;
import io.vitrine.registry.command.AnswerCommand;
import io.vitrine.registry.command.ApplyRetention;
import io.vitrine.registry.command.CommandRules;
import io.vitrine.registry.command.ForgetCommands;
import io.vitrine.registry.command.RankedImages;
import io.vitrine.registry.image.AuthorizedImages;
import io.vitrine.registry.image.ChangeImage;
import io.vitrine.registry.image.ConcludeUpload;
import io.vitrine.registry.image.DeactivateImage;
import io.vitrine.registry.image.DeleteImage;
import io.vitrine.registry.image.ExtendReservation;
import io.vitrine.registry.image.FindUpload;
import io.vitrine.registry.image.GrantUpload;
import io.vitrine.registry.image.GrantUpload.Grant;
import io.vitrine.registry.image.GrantUpload.Purpose;
import io.vitrine.registry.image.Image;
import io.vitrine.registry.image.ImageAttributes;
import io.vitrine.registry.image.ImageLimits;
import io.vitrine.registry.image.ImagePolicy;
import io.vitrine.registry.image.ImageRules;
import io.vitrine.registry.image.Location;
import io.vitrine.registry.image.Orphans;
import io.vitrine.registry.image.PropertySchema;
import io.vitrine.registry.image.ReadImages;
import io.vitrine.registry.image.RegisterImage;
import io.vitrine.registry.image.RemoveFromStore;
import io.vitrine.registry.image.RetentionRules;
import io.vitrine.registry.image.StoreDirectory;
import io.vitrine.registry.image.StoreDirectory.Entry;
import io.vitrine.registry.image.UploadRules;
import io.vitrine.registry.image.Visibility;
import io.vitrine.registry.importing.AddLocation;
import io.vitrine.registry.importing.AuditStore;
import io.vitrine.registry.importing.BeginImport;
import io.vitrine.registry.importing.ClaimImport;
import io.vitrine.registry.importing.EndCopy;
import io.vitrine.registry.importing.EndImport;
import io.vitrine.registry.importing.ForgetTasks;
import io.vitrine.registry.importing.ImportMethod;
import io.vitrine.registry.importing.ImportRules;
import io.vitrine.registry.importing.ImportTask;
import io.vitrine.registry.importing.Leftovers;
import io.vitrine.registry.importing.RequestCopy;
import io.vitrine.registry.importing.RequestFetch;
import io.vitrine.registry.importing.RequestImport;
import io.vitrine.registry.importing.RunImport;
import io.vitrine.registry.importing.SteerImport;
import io.vitrine.registry.importing.TaskLog;
import io.vitrine.registry.importing.Wish;
import io.vitrine.registry.member.AnswerShare;
import io.vitrine.registry.member.MemberPolicy;
import io.vitrine.registry.member.MemberRules;
import io.vitrine.registry.member.ReadMembers;
import io.vitrine.registry.member.ShareImage;
import io.vitrine.registry.policy.Policy;
import io.vitrine.registry.policy.PropertyProtections;
import io.vitrine.registry.quota.Limits;
import io.vitrine.registry.quota.Quotas;
import io.vitrine.remote.RefusedSourceException;
import io.vitrine.remote.RemoteUrl;
import io.vitrine.remote.SourceRules;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The use cases over the in-memory catalogue, with short ways to bring an image into a state. */
public final class Registry {
  public static final Duration LEASE = Duration.ofSeconds(10);
  public static final Duration PAUSE = Duration.ofHours(24);
  public static final Duration TASKS_LIVE = Duration.ofHours(48);
  public static final Duration COMMANDS_LIVE = Duration.ofDays(7);
  public static final int TRIES = 3;
  public static final int MAX_MEMBERS = 3;
  public static final int MAX_PROPERTIES = 3;
  public static final int MAX_TAGS = 3;
  public static final long MAX_SIZE = 1L << 30;
  public static final Caller MEMBER = new Caller("u1", "demo", Set.of(Role.MEMBER, Role.READER));
  public static final Caller READER = new Caller("u2", "demo", Set.of(Role.READER));
  public static final Caller STRANGER =
      new Caller("u3", "alt_demo", Set.of(Role.MEMBER, Role.READER));
  public static final Caller ADMIN =
      new Caller("u4", "ops", Set.of(Role.ADMIN, Role.MEMBER, Role.READER));

  /** The usual rules, as without any settings. */
  private static final SourceRules SOURCES =
      new SourceRules(
          RemoteUrl.SCHEMES,
          SourceRules.Choice.any(),
          SourceRules.Choice.among(Set.of(80, 443)),
          List.of(),
          List.of());

  /** All methods, and one other image service; what comes to the first store becomes raw. */
  public static final ImportRules IMPORTS =
      new ImportRules(
          List.of(ImportMethod.values()),
          new ImportRules.Formats(Map.of("primary", "raw"), Map.of()),
          ImportRules.Injection.NONE,
          Map.of("east", url("http://glance.east.example:9292")),
          new ImportRules.Patience(LEASE, TRIES),
          TASKS_LIVE);

  /** What somebody who runs a registry decides in files. */
  public record Operator(Policy policy, PropertyProtections protections, PropertySchema schema) {
    public static final Operator WITHOUT_FILES =
        new Operator(Policy.DEFAULT, PropertyProtections.NONE, PropertySchema.NONE);
  }

  private final Limits limits;
  private final Duration keepDeleted;
  private final Operator operator;
  private final ImportRules importRules;
  public final InMemoryCatalogue catalogue = new InMemoryCatalogue();
  public final MovableClock clock = new MovableClock();
  private final Quotas quotas = new Quotas(catalogue.usages(), limits);
  public final StoreDirectory stores =
      new StoreDirectory(
          List.of(
              Entry.plain("primary", true),
              Entry.plain("other", false),
              Entry.plain("cold", false)));
  private final UploadRules uploadRules = new UploadRules(stores, MAX_SIZE, LEASE, PAUSE);
  private final ImagePolicy imagePolicy = new ImagePolicy(operator.policy());
  private final MemberPolicy memberPolicy = new MemberPolicy(imagePolicy);
  private final ImageRules rules =
      new ImageRules(
          imagePolicy,
          operator.protections(),
          operator.schema(),
          new ImageLimits(MAX_PROPERTIES, MAX_TAGS));
  public final RegisterImage register =
      new RegisterImage(catalogue, catalogue.images(), quotas, catalogue, rules, clock);
  private final AuthorizedImages authorized =
      new AuthorizedImages(catalogue.images(), catalogue.shares(), imagePolicy);
  public final ReadImages read = new ReadImages(catalogue.images(), authorized, rules);
  public final ChangeImage change =
      new ChangeImage(catalogue, authorized, catalogue.images(), quotas, catalogue, rules, clock);
  public final DeactivateImage deactivate =
      new DeactivateImage(catalogue, authorized, catalogue.images(), catalogue, clock);
  public final GrantUpload grant =
      new GrantUpload(
          catalogue, authorized, catalogue.images(), quotas, catalogue, uploadRules, clock);
  public final FindUpload find = new FindUpload(authorized, imagePolicy);
  public final DeleteImage deletion =
      new DeleteImage(
          catalogue,
          authorized,
          operator.policy(),
          catalogue.images(),
          catalogue.deletedImages(),
          quotas,
          catalogue,
          new RetentionRules(keepDeleted),
          uploadRules,
          clock);
  private final Orphans orphans = new Orphans(catalogue.images(), catalogue);
  public final ConcludeUpload uploads =
      new ConcludeUpload(catalogue, catalogue.images(), orphans, catalogue, uploadRules, clock);
  public final ExtendReservation reservations =
      new ExtendReservation(catalogue, catalogue.images(), quotas, uploadRules);
  private final TaskLog log = new TaskLog(catalogue.tasks(), catalogue);
  private final BeginImport begin =
      new BeginImport(catalogue.images(), log, catalogue, stores, importRules, clock);
  public final RequestImport imports =
      new RequestImport(catalogue, authorized, quotas, begin, uploadRules);
  public final RequestFetch fetches =
      new RequestFetch(catalogue, authorized, quotas, begin, SOURCES, importRules, uploadRules);
  public final RequestCopy copies = new RequestCopy(catalogue, authorized, quotas, begin, stores);
  public final RemoveFromStore removal =
      new RemoveFromStore(catalogue, authorized, catalogue.images(), catalogue, stores, clock);
  public final AddLocation locations =
      new AddLocation(catalogue, authorized, imagePolicy, stores, fetches);
  public final ReadMembers members = new ReadMembers(authorized, catalogue.members(), memberPolicy);
  public final ShareImage share =
      new ShareImage(
          catalogue,
          authorized,
          catalogue.images(),
          catalogue.members(),
          memberPolicy,
          catalogue,
          new MemberRules(MAX_MEMBERS),
          clock);
  public final AnswerShare answer =
      new AnswerShare(
          catalogue,
          authorized,
          catalogue.images(),
          catalogue.members(),
          memberPolicy,
          catalogue,
          clock);
  public final ForgetTasks forget =
      new ForgetTasks(catalogue, catalogue.tasks(), importRules, clock);
  private final Leftovers leftovers = new Leftovers(orphans);
  private final EndImport endImport =
      new EndImport(catalogue.images(), log, leftovers, catalogue, operator.protections());
  private final EndCopy endCopy =
      new EndCopy(catalogue.images(), log, leftovers, endImport, catalogue);
  public final ClaimImport claims =
      new ClaimImport(
          catalogue, catalogue.images(), catalogue.tasks(), log, leftovers, importRules, clock);
  public final RunImport runs =
      new RunImport(
          catalogue,
          catalogue.images(),
          catalogue.tasks(),
          log,
          leftovers,
          endImport,
          endCopy,
          catalogue,
          importRules,
          clock);
  public final SteerImport steering =
      new SteerImport(
          catalogue,
          authorized,
          catalogue.tasks(),
          log,
          endImport,
          endCopy,
          leftovers,
          catalogue,
          clock);

  public final AnswerCommand answers =
      new AnswerCommand(catalogue, catalogue.commands(), catalogue, clock);
  public final ForgetCommands forgetCommands =
      new ForgetCommands(
          catalogue, catalogue.commands(), new CommandRules(true, COMMANDS_LIVE), clock);
  public final ApplyRetention retention =
      new ApplyRetention(new RankedImages(read, imagePolicy), change, deactivate, deletion);
  public final AuditStore audit = new AuditStore(catalogue.images(), catalogue.tasks());

  public Registry() {
    this(Limits.NONE, Duration.ZERO);
  }

  public Registry(Limits limits, Duration keepDeleted) {
    this(limits, keepDeleted, Operator.WITHOUT_FILES, IMPORTS);
  }

  public Registry(Operator operator) {
    this(Limits.NONE, Duration.ZERO, operator, IMPORTS);
  }

  public Registry(ImportRules importRules) {
    this(Limits.NONE, Duration.ZERO, Operator.WITHOUT_FILES, importRules);
  }

  public Registry(Operator operator, ImportRules importRules) {
    this(Limits.NONE, Duration.ZERO, operator, importRules);
  }

  private Registry(
      Limits limits, Duration keepDeleted, Operator operator, ImportRules importRules) {
    // Before the fields above are made from them.
    this.limits = limits;
    this.keepDeleted = keepDeleted;
    this.operator = operator;
    this.importRules = importRules;
    super();
  }

  private static RemoteUrl url(String text) {
    try {
      return RemoteUrl.parse(text);
    } catch (RefusedSourceException e) {
      throw new IllegalArgumentException(text, e);
    }
  }

  public static ImageAttributes attributes(
      Visibility visibility, @Nullable String format, boolean isProtected) {
    return new ImageAttributes(
        "cirros",
        visibility,
        format,
        format == null ? null : "bare",
        0,
        0,
        isProtected,
        false,
        Set.of(),
        Map.of());
  }

  public Image queued() {
    return queued(attributes(Visibility.SHARED, "qcow2", false));
  }

  public Image queued(ImageAttributes attributes) {
    return register
        .register(MEMBER, Optional.empty(), Optional.empty(), attributes)
        .await()
        .indefinitely();
  }

  public Image active() {
    Grant grant = granted(queued().id(), Purpose.UPLOAD);
    uploads.on(stored(grant)).await().indefinitely();
    return image(grant.image().id());
  }

  /** With so many bytes. */
  public Image active(long size) {
    Grant grant = granted(queued().id(), Purpose.UPLOAD, Optional.of(size));
    Blob blob =
        new Blob("primary", grant.upload().key(), size, "md5", "sha512", "sha", "qcow2", 70L);
    uploads
        .on(new BlobStored(grant.image().id(), grant.upload().id(), blob))
        .await()
        .indefinitely();
    return image(grant.image().id());
  }

  public Grant granted(UUID image, Purpose purpose) {
    return granted(image, purpose, Optional.empty());
  }

  public Grant granted(UUID image, Purpose purpose, Optional<Long> announcedSize) {
    return grant
        .grant(MEMBER, image, new GrantUpload.Request(purpose, announcedSize, Optional.empty()))
        .await()
        .indefinitely();
  }

  public static Blob blob(String key) {
    return new Blob("primary", key, 7, "md5", "sha512", "sha", "qcow2", 70L);
  }

  public BlobStored stored(Grant grant) {
    return new BlobStored(grant.image().id(), grant.upload().id(), blob(grant.upload().key()));
  }

  /** An image whose import was requested. */
  public ImportTask importing(Optional<String> outputFormat) {
    return importing(new Wish(List.of(), false, true, outputFormat, Optional.empty()));
  }

  public ImportTask importing(Wish wish) {
    return importing(MEMBER, queued(), wish);
  }

  public ImportTask importing(Caller caller, Image queued, Wish wish) {
    Grant staging =
        grant
            .grant(
                caller,
                queued.id(),
                new GrantUpload.Request(Purpose.STAGE, Optional.empty(), Optional.empty()))
            .await()
            .indefinitely();
    uploads.on(stored(staging)).await().indefinitely();
    return imports.request(caller, queued.id(), wish, "req-1").await().indefinitely();
  }

  /** To these stores, and whether all have to get it. */
  public static Wish to(boolean allMustSucceed, String... stores) {
    return new Wish(List.of(stores), false, allMustSucceed, Optional.empty(), Optional.empty());
  }

  /** What the queue gives that run. */
  public ClaimImport.Claim claim(UUID run) {
    return claims.next(run).await().indefinitely().orElseThrow();
  }

  public void on(ImportRun report) {
    runs.on(report).await().indefinitely();
  }

  /** Its worker was silent for too long, if it had one. */
  public void expire(ImportTask task) {
    clock.advance(LEASE.plusSeconds(1));
    runs.expire(task(task)).await().indefinitely();
  }

  public void steer(Caller caller, ImportTask task, SteerImport.Action action) {
    steering.steer(caller, task.imageId(), task.id(), action).await().indefinitely();
  }

  public Image image(UUID id) {
    return catalogue.images.get(id);
  }

  /** As it is now. */
  public ImportTask task(ImportTask task) {
    return catalogue.tasks.get(task.id());
  }

  public List<Location> released() {
    return facts(BlobReleased.class).stream()
        .map(fact -> new Location(fact.store(), fact.key()))
        .toList();
  }

  public List<String> releasedKeys() {
    return released().stream().map(Location::key).toList();
  }

  /** All that a run may have written, in the order in which it is released. */
  public static List<Location> leftovers(ImportTask task, UUID run) {
    return task.objects(run);
  }

  public <F extends Fact> List<F> facts(Class<F> type) {
    return catalogue.facts.stream().filter(type::isInstance).map(type::cast).toList();
  }
}
