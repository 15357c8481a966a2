package io.autohelm.sandbox.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** What a write came to. {@code warnings} are for the client's {@code Warning} headers. */
public record Written(ObjectNode object, boolean created, List<String> warnings) {}
