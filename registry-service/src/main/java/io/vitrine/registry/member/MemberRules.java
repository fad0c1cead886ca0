package io.vitrine.registry.member;

/**
 * What an operator decides about sharing.
 *
 * @param maxMembers how many projects one image may be shared with; negative means any number
 */
public record MemberRules(int maxMembers) {
  boolean allow(long members) {
    return maxMembers < 0 || members <= maxMembers;
  }
}
