package io.autohelm.agent.schedule;

/** The timetable cannot be kept: a fault of the program, not of its input. */
public final class ScheduleException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ScheduleException(String message, Throwable cause) {
    super(message, cause);
  }
}
