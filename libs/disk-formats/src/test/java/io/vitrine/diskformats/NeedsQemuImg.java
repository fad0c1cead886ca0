package io.vitrine.diskformats;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.condition.EnabledIf;

/** Asks the reference, and is skipped where it is not installed. */
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
@EnabledIf(
    value = "io.vitrine.diskformats.QemuImg#isInstalled",
    disabledReason = "qemu-img is not installed")
public @interface NeedsQemuImg {}
