package io.vitrine.registry.policy;

import io.vitrine.identity.Caller;
import io.vitrine.identity.Role;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A rule that was read: references to others are resolved, so asking it only compares. */
public sealed interface Check {
  boolean holds(Caller caller, Target target);

  record Always() implements Check {
    @Override
    public boolean holds(Caller caller, Target target) {
      return true;
    }
  }

  record Never() implements Check {
    @Override
    public boolean holds(Caller caller, Target target) {
      return false;
    }
  }

  record HasRole(Role role) implements Check {
    @Override
    public boolean holds(Caller caller, Target target) {
      return caller.has(role);
    }
  }

  record Equal(Term left, Term right) implements Check {
    @Override
    public boolean holds(Caller caller, Target target) {
      @Nullable String value = left.of(caller, target);
      return value != null && value.equals(right.of(caller, target));
    }
  }

  record Not(Check check) implements Check {
    @Override
    public boolean holds(Caller caller, Target target) {
      return !check.holds(caller, target);
    }
  }

  record AllOf(List<Check> checks) implements Check {
    public AllOf {
      checks = List.copyOf(checks);
    }

    @Override
    public boolean holds(Caller caller, Target target) {
      for (Check check : checks) {
        if (!check.holds(caller, target)) {
          return false;
        }
      }
      return true;
    }
  }

  record AnyOf(List<Check> checks) implements Check {
    public AnyOf {
      checks = List.copyOf(checks);
    }

    @Override
    public boolean holds(Caller caller, Target target) {
      for (Check check : checks) {
        if (check.holds(caller, target)) {
          return true;
        }
      }
      return false;
    }
  }

  /** One side of a comparison. */
  sealed interface Term {
    @Nullable String of(Caller caller, Target target);

    record Literal(String value) implements Term {
      @Override
      public String of(Caller caller, Target target) {
        return value;
      }
    }

    record CallerProject() implements Term {
      @Override
      public String of(Caller caller, Target target) {
        return caller.projectId();
      }
    }

    record CallerUser() implements Term {
      @Override
      public String of(Caller caller, Target target) {
        return caller.userId();
      }
    }

    record Owner() implements Term {
      @Override
      public @Nullable String of(Caller caller, Target target) {
        return target.owner();
      }
    }

    record Visibility() implements Term {
      @Override
      public @Nullable String of(Caller caller, Target target) {
        return target.visibility();
      }
    }

    record Member() implements Term {
      @Override
      public @Nullable String of(Caller caller, Target target) {
        return target.memberId();
      }
    }
  }
}
