package io.autohelm.engine.repo;

import java.util.List;

/**
 * What an index says of one version of a chart.
 *
 * @param urls absolute or relative to the repository
 * @param digest empty where the index gives none
 */
public record ChartEntry(
    String name,
    String version,
    String appVersion,
    String description,
    List<String> keywords,
    List<String> urls,
    String digest) {
  public ChartEntry {
    keywords = List.copyOf(keywords);
    urls = List.copyOf(urls);
  }
}
