package io.autohelm.engine.kube;

import java.util.List;

/**
 * Objects of one kind as the API server shows them to people.
 *
 * @param columns the names of the columns that are always shown
 * @param rows a row an object, with a cell for each column
 */
public record KubeTable(List<String> columns, List<List<String>> rows) {}
