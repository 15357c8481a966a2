package io.autohelm.agent.schedule;

import java.time.Clock;
import java.time.Duration;
import java.util.Date;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;
import org.quartz.DisallowConcurrentExecution;
import org.quartz.Job;
import org.quartz.JobBuilder;
import org.quartz.JobDetail;
import org.quartz.JobExecutionContext;
import org.quartz.JobKey;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import org.quartz.SimpleScheduleBuilder;
import org.quartz.Trigger;
import org.quartz.TriggerBuilder;
import org.quartz.TriggerKey;
import org.quartz.impl.StdSchedulerFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Named tasks, each run at intervals, never twice at once, with jitter so that many tasks of one
 * interval spread out. A task that throws is logged and runs again at its next time.
 */
public final class Timetable implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Timetable.class);
  private static final String REGULAR = "regular";
  private static final String EXTRA = "extra";
  private static final double JITTER = 0.05;

  /** Jitter of what is done once; what waits for an hour need not be late by minutes. */
  private static final Duration MOST_EXTRA_JITTER = Duration.ofSeconds(15);

  private static final String CLOCK = "clock";

  /** How many triggers a task has at most: of its rhythm, of its expression, and an extra one. */
  private static final int MOST_TRIGGERS = 3;

  private final Scheduler scheduler;
  private final Map<String, Runnable> tasks = new ConcurrentHashMap<>();
  private final RandomGenerator chance;
  private final Clock clock;

  /**
   * @param threads how many tasks may run at once
   */
  public Timetable(int threads, Clock clock, RandomGenerator chance) {
    this.chance = chance;
    this.clock = clock;
    Properties properties = new Properties();
    properties.setProperty(
        "org.quartz.scheduler.instanceName", "autohelm-" + System.identityHashCode(this));
    properties.setProperty("org.quartz.scheduler.skipUpdateCheck", "true");
    properties.setProperty("org.quartz.threadPool.threadCount", Integer.toString(threads));
    properties.setProperty("org.quartz.threadPool.makeThreadsDaemons", "true");
    properties.setProperty("org.quartz.jobStore.class", "org.quartz.simpl.RAMJobStore");
    // A check that was late by this much is simply done now.
    properties.setProperty("org.quartz.jobStore.misfireThreshold", "60000");
    try {
      this.scheduler = new StdSchedulerFactory(properties).getScheduler();
      this.scheduler.getContext().put(Timetable.class.getName(), this);
    } catch (SchedulerException e) {
      throw new ScheduleException("the scheduler cannot be made", e);
    }
  }

  /** Begins to run tasks. */
  public void start() {
    try {
      scheduler.start();
    } catch (SchedulerException e) {
      throw new ScheduleException("the scheduler does not start", e);
    }
  }

  /**
   * Runs a task at intervals, in place of one that had the name before.
   *
   * @param first the time until the first run; jitter comes on top of an interval only
   */
  public void every(String name, Duration first, Duration interval, Runnable task) {
    unschedule(new TriggerKey(name, CLOCK));
    tasks.put(name, task);
    long jitter = (long) (interval.toMillis() * JITTER * chance.nextDouble());
    Date begin = Date.from(clock.instant().plus(first).plusMillis(first.isZero() ? 0 : jitter));
    Trigger trigger =
        TriggerBuilder.newTrigger()
            .withIdentity(new TriggerKey(name, REGULAR))
            .forJob(key(name))
            .startAt(begin)
            .withSchedule(
                SimpleScheduleBuilder.simpleSchedule()
                    .withIntervalInMilliseconds(Math.max(1, interval.toMillis()))
                    .repeatForever()
                    .withMisfireHandlingInstructionNowWithRemainingCount())
            .build();
    put(name, trigger);
  }

  /**
   * Runs a task at the moments of an expression, in place of one that had the name before. Each is
   * a little late, so that what shares an expression spreads out.
   */
  public void at(String name, Cron cron, Runnable task) {
    forget(name);
    tasks.put(
        name,
        () -> {
          next(name, cron);
          task.run();
        });
    next(name, cron);
  }

  /** As {@link #every} or as {@link #at}, whichever the rhythm asks for. */
  public void follow(String name, Duration first, Rhythm rhythm, Runnable task) {
    if (rhythm.cron() == null) {
      every(name, first, rhythm.interval(), task);
    } else {
      at(name, rhythm.cron(), task);
      if (first.isZero()) {
        once(name, first);
      }
    }
  }

  private void next(String name, Cron cron) {
    cron.next(clock.instant())
        .ifPresent(
            moment -> {
              Date begin = Date.from(moment.plus(late(Duration.between(clock.instant(), moment))));
              put(
                  name,
                  TriggerBuilder.newTrigger()
                      .withIdentity(new TriggerKey(name, CLOCK))
                      .forJob(key(name))
                      .startAt(begin)
                      .build());
            });
  }

  private Duration late(Duration delay) {
    Duration most = delay.dividedBy(10);
    most = most.compareTo(MOST_EXTRA_JITTER) > 0 ? MOST_EXTRA_JITTER : most;
    return Duration.ofMillis((long) (most.toMillis() * chance.nextDouble()));
  }

  /**
   * Runs a task that has a name once more after a time, or a little later, so that many that failed
   * together do not come back together; a later call replaces an earlier one.
   */
  public void once(String name, Duration delay) {
    if (!tasks.containsKey(name)) {
      return;
    }
    Trigger trigger =
        TriggerBuilder.newTrigger()
            .withIdentity(new TriggerKey(name, EXTRA))
            .forJob(key(name))
            .startAt(Date.from(clock.instant().plus(delay).plus(late(delay))))
            .build();
    put(name, trigger);
  }

  /**
   * As {@link #once(String, Duration)}, also for a name that no task has yet.
   *
   * @param task what has the name from now on, unless something has it already
   */
  public void once(String name, Duration delay, Runnable task) {
    tasks.putIfAbsent(name, task);
    once(name, delay);
  }

  private void put(String name, Trigger trigger) {
    try {
      JobDetail job =
          JobBuilder.newJob(TaskJob.class).withIdentity(key(name)).storeDurably().build();
      synchronized (scheduler) {
        if (!scheduler.checkExists(job.getKey())) {
          scheduler.addJob(job, true);
        }
        if (scheduler.checkExists(trigger.getKey())) {
          scheduler.rescheduleJob(trigger.getKey(), trigger);
        } else {
          scheduler.scheduleJob(trigger);
        }
      }
    } catch (SchedulerException e) {
      if (!isClosed()) {
        throw new ScheduleException("task " + name + " cannot be scheduled", e);
      }
    }
  }

  private void unschedule(TriggerKey trigger) {
    try {
      scheduler.unscheduleJob(trigger);
    } catch (SchedulerException e) {
      if (!isClosed()) {
        throw new ScheduleException("trigger " + trigger + " cannot be removed", e);
      }
    }
  }

  private boolean isClosed() {
    try {
      return scheduler.isShutdown();
    } catch (SchedulerException e) {
      return true;
    }
  }

  /** Runs the task no more. */
  public void forget(String name) {
    tasks.remove(name);
    try {
      synchronized (scheduler) {
        delete(key(name));
      }
    } catch (SchedulerException e) {
      if (!isClosed()) {
        throw new ScheduleException("task " + name + " cannot be removed", e);
      }
    }
  }

  /**
   * Quartz fails where a trigger ends by itself in this very moment; the next try finds it gone.
   */
  private void delete(JobKey job) throws SchedulerException {
    for (int more = MOST_TRIGGERS; ; more--) {
      try {
        scheduler.deleteJob(job);
        return;
      } catch (SchedulerException e) {
        if (more == 0) {
          throw e;
        }
      }
    }
  }

  private static JobKey key(String name) {
    return new JobKey(name);
  }

  private void run(String name) {
    Runnable task = tasks.get(name);
    if (task == null) {
      return;
    }
    try {
      task.run();
    } catch (RuntimeException e) {
      LOG.error("task {} failed", name, e);
    }
  }

  /** Waits for tasks that run. */
  @Override
  public void close() {
    try {
      scheduler.shutdown(true);
    } catch (SchedulerException e) {
      throw new ScheduleException("the scheduler does not end", e);
    }
  }

  /** Made by Quartz for each run. */
  @DisallowConcurrentExecution
  public static final class TaskJob implements Job {
    @Override
    public void execute(JobExecutionContext context) {
      try {
        if (context.getScheduler().getContext().get(Timetable.class.getName())
            instanceof Timetable timetable) {
          timetable.run(context.getJobDetail().getKey().getName());
        }
      } catch (SchedulerException e) {
        throw new ScheduleException("the scheduler has lost its context", e);
      }
    }
  }
}
