package io.autohelm.agent.page;

import io.autohelm.agent.status.Listing;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** Addresses of our own pages; what is asked for stands in them, so that they can be handed on. */
final class Links {
  private Links() {}

  static String release(String namespace, String name) {
    return "/releases/" + encoded(namespace) + "/" + encoded(name);
  }

  static String source(String name) {
    return "/sources/" + encoded(name);
  }

  static String overview(Listing listing) {
    StringBuilder query = new StringBuilder();
    add(query, "health", listing.health());
    add(query, "q", listing.query());
    add(query, "namespace", listing.namespace());
    add(query, "source", listing.source());
    add(query, "sort", listing.sort().equals("health") ? "" : listing.sort());
    add(query, "offset", listing.offset() == 0 ? "" : Integer.toString(listing.offset()));
    return query.isEmpty() ? "/" : "/?" + query;
  }

  private static void add(StringBuilder query, String name, String value) {
    if (!value.isEmpty()) {
      query.append(query.isEmpty() ? "" : "&").append(name).append('=').append(encoded(value));
    }
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
