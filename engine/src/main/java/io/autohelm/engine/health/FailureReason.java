package io.autohelm.engine.health;

import java.util.Locale;

/**
 * What keeps an object from being ready, as far as callers branch on it or people search for it.
 */
public enum FailureReason {
  /** The image's name is none. */
  IMAGE_NAME,
  /** The registry has no such image, or it may not be had without credentials. */
  IMAGE_MISSING,
  /** The image could not be pulled, perhaps for a moment only. */
  IMAGE_PULL,
  /** A container ends again and again. */
  CRASH_LOOP,
  /** A Secret or ConfigMap, or a key of one, that a container needs is missing. */
  CONTAINER_CONFIG,
  /** A container could not be started, for example since its command does not exist. */
  CONTAINER_START,
  /** A pod that runs once failed, or was evicted. */
  POD_FAILED,
  /** No node can take a pod. */
  UNSCHEDULABLE,
  /** The namespace's quota has no room for a pod. */
  QUOTA,
  /** An admission webhook or policy, or the pod security level, refuses a pod. */
  ADMISSION_DENIED,
  /** A pod could not be made for another reason, for example a missing service account. */
  POD_CREATION,
  /** A volume claim is not bound. */
  VOLUME_PENDING,
  /** A volume could not be attached or mounted. */
  VOLUME_MOUNT,
  /** A Job failed. */
  JOB_FAILED,
  /** A Job or a pod took longer than its own deadline. */
  DEADLINE_EXCEEDED,
  /** A Deployment made no progress within its own deadline. */
  PROGRESS_DEADLINE,
  /** A container runs and does not become ready. */
  NOT_READY,
  /** A controller says that it cannot go on. */
  STALLED;

  /** For messages, labels and metrics: lower case with hyphens. */
  public String text() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
