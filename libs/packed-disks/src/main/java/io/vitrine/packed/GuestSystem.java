package io.vitrine.packed;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * What a guest runs, in the words of Nova ({@code architecture}, {@code os_type}) and libosinfo
 * ({@code os_distro}). VMware and VirtualBox name it by their own names, too, which tell more than
 * the number that the Common Information Model has for it.
 */
final class GuestSystem {

  /** CIM_OperatingSystem.OSType. */
  private static final Map<Integer, String> DISTRIBUTIONS =
      Map.ofEntries(
          Map.entry(42, "freebsd"),
          Map.entry(43, "netbsd"),
          Map.entry(65, "openbsd"),
          Map.entry(78, "freebsd"),
          Map.entry(79, "rhel"),
          Map.entry(80, "rhel"),
          Map.entry(82, "opensuse"),
          Map.entry(83, "opensuse"),
          Map.entry(84, "sles"),
          Map.entry(85, "sles"),
          Map.entry(89, "mandriva"),
          Map.entry(90, "mandriva"),
          Map.entry(93, "ubuntu"),
          Map.entry(94, "ubuntu"),
          Map.entry(95, "debian"),
          Map.entry(96, "debian"),
          Map.entry(106, "centos"),
          Map.entry(107, "centos"),
          Map.entry(108, "ol"),
          Map.entry(109, "ol"));

  private static final Set<Integer> WINDOWS =
      Set.of(
          15, 16, 17, 18, 58, 63, 67, 69, 70, 71, 72, 73, 74, 75, 76, 77, 103, 105, 111, 112, 113,
          114, 115, 116, 117, 118, 119, 120);

  /** Those that no distribution is known of. */
  private static final Set<Integer> LINUX = Set.of(36, 86, 87, 88, 91, 92, 97, 98, 99, 100, 101);

  private static final Set<Integer> WITH_64_BITS =
      Set.of(
          70, 71, 74, 77, 78, 80, 81, 83, 85, 90, 92, 94, 96, 98, 100, 101, 102, 107, 109, 114, 117,
          120);

  /** How vendors' names begin, in lower case. */
  private static final Map<String, String> VENDORS_NAMES =
      Map.ofEntries(
          Map.entry("almalinux", "almalinux"),
          Map.entry("archlinux", "arch"),
          Map.entry("centos", "centos"),
          Map.entry("debian", "debian"),
          Map.entry("fedora", "fedora"),
          Map.entry("freebsd", "freebsd"),
          Map.entry("gentoo", "gentoo"),
          Map.entry("mandriva", "mandriva"),
          Map.entry("netbsd", "netbsd"),
          Map.entry("openbsd", "openbsd"),
          Map.entry("opensuse", "opensuse"),
          Map.entry("oracle", "ol"),
          Map.entry("redhat", "rhel"),
          Map.entry("rhel", "rhel"),
          Map.entry("rockylinux", "rocky"),
          Map.entry("sles", "sles"),
          Map.entry("ubuntu", "ubuntu"),
          Map.entry("vmwarephoton", "photon"),
          Map.entry("win", "windows"));

  private static final Set<String> NO_LINUX = Set.of("freebsd", "netbsd", "openbsd", "windows");
  private static final String ARM = "arm";

  private GuestSystem() {}

  /**
   * @param id of the Common Information Model, or -1
   * @param vendorsName such as {@code ubuntu64Guest} or {@code Ubuntu_64}, or empty
   */
  static Map<String, String> properties(int id, String vendorsName) {
    String name = vendorsName.toLowerCase(Locale.ROOT);
    String distribution = distribution(id, name);
    Map<String, String> properties = new LinkedHashMap<>();
    if (name.contains(ARM) && name.contains("64")) {
      properties.put("architecture", "aarch64");
    } else if (name.contains("64") || (WITH_64_BITS.contains(id) && !name.contains(ARM))) {
      properties.put("architecture", "x86_64");
    }
    if (distribution.equals("windows")) {
      properties.put("os_type", "windows");
    } else if (LINUX.contains(id)
        || name.contains("linux")
        || (!distribution.isEmpty() && !NO_LINUX.contains(distribution))) {
      properties.put("os_type", "linux");
    }
    if (!distribution.isEmpty()) {
      properties.put("os_distro", distribution);
    }
    return properties;
  }

  private static String distribution(int id, String name) {
    String plain = name.startsWith(ARM + "-") ? name.substring(ARM.length() + 1) : name;
    return VENDORS_NAMES.entrySet().stream()
        .filter(vendor -> plain.startsWith(vendor.getKey()))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElse(WINDOWS.contains(id) ? "windows" : DISTRIBUTIONS.getOrDefault(id, ""));
  }
}
