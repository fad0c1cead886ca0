package io.vitrine.registry.platform;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.vitrine.registry.policy.file.ProtectionsFile;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Settings of the registry. */
@ConfigMapping(prefix = "vitrine.registry")
public interface RegistryConfig {
  /** Names of the stores that images can go to. */
  @WithDefault("primary")
  Set<String> stores();

  @WithDefault("primary")
  String defaultStore();

  /** By store, what users are told of it. */
  Map<String, String> storeDescriptions();

  /** Largest image, in bytes. */
  @WithDefault("1099511627776")
  long maxImageSize();

  /** With how many projects one image may be shared; negative means any number. */
  @WithDefault("128")
  int maxMembers();

  /** How many custom properties an image may have; negative means any number. */
  @WithDefault("128")
  int maxProperties();

  /** How many tags an image may have; negative means any number. */
  @WithDefault("128")
  int maxTags();

  /** Rules that differ from the default ones, in the form of Glance's {@code policy.yaml}. */
  Optional<Path> policyFile();

  /** Who may do what with which custom properties; without it, everybody may do everything. */
  Optional<Path> propertyProtectionsFile();

  /** How that file says who: by roles, or by names of rules. */
  @WithDefault("roles")
  ProtectionsFile.Format propertyProtectionsFormat();

  /** What custom properties look like, in the form of Glance's {@code schema-image.json}. */
  Optional<Path> imageSchemaFile();

  /** How long an upload may be silent before its image is queued again. */
  @WithDefault("20s")
  Duration uploadLease();

  /** How long the client of a resumable upload may pause before its image is queued again. */
  @WithDefault("24h")
  Duration resumableLease();

  /** How long a worker may be silent before another one gets its import. */
  @WithDefault("10s")
  Duration importLease();

  /** How many runs of one import may come to nothing before it fails. */
  @WithDefault("10")
  int importAttempts();

  /** By store, the disk format that imports to it become, unless the request names another one. */
  Map<String, String> importOutputFormats();

  @WithDefault("ami,ari,aki,vhd,vhdx,vmdk,raw,qcow2,vdi,iso,ploop")
  Set<String> diskFormats();

  @WithDefault("ami,ari,aki,bare,ovf,ova,docker,compressed")
  Set<String> containerFormats();

  Retention retention();

  /** How long what is over is kept. */
  interface Retention {
    /** For how long a deleted image can be restored; its bytes stay as long. */
    @WithDefault("0s")
    Duration deletedImages();

    /** For how long an import that has ended is remembered. */
    @WithDefault("48h")
    Duration tasks();

    /** For how long a command from Kafka that comes again is known to have been done. */
    @WithDefault("7d")
    Duration commands();

    /** How often what is kept no longer is looked for. */
    @WithDefault("60s")
    Duration sweepEvery();
  }

  Commands commands();

  /** Commands from Kafka. */
  interface Commands {
    /** Whether they are read at all. */
    @WithDefault("true")
    boolean enabled();

    /**
     * Whether one without a token is carried out, as an administrator of the project that it names.
     * Kafka's ACLs then have to say who may write to the topic.
     */
    @WithDefault("false")
    boolean trusted();
  }

  /** Images on a page unless the request says otherwise. */
  @WithDefault("25")
  int pageSize();

  @WithDefault("1000")
  int maxPageSize();
}
