package io.autohelm.engine.repo;

import java.util.List;

/**
 * A version of a chart in an index.
 *
 * @param urls absolute or relative to the repository
 * @param digest empty where the index gives none
 */
record IndexEntry(String name, String version, List<String> urls, String digest) {}
