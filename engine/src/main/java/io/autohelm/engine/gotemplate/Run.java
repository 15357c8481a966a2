package io.autohelm.engine.gotemplate;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One execution: walks a tree and prints; {@link Evaluation} has the values. */
final class Run {
  private static final int MAX_DEPTH = 100_000;

  private enum Flow {
    ON,
    BREAK,
    CONTINUE
  }

  private final TemplateSet set;
  private final StringBuilder out;
  private final Evaluation values;
  private int depth;

  Run(TemplateSet set, StringBuilder out, RunSettings settings) {
    this.set = set;
    this.out = out;
    this.values = new Evaluation(settings);
  }

  void execute(Template start, @Nullable Object data) {
    values.template = start;
    enter(data);
  }

  private void enter(@Nullable Object data) {
    values.variables = new @Nullable Object[values.template.slots()];
    values.boxedVariables = new boolean[values.template.slots()];
    values.variables[0] = data;
    values.dotBoxed = false;
    walk(data, values.template.root());
  }

  private Flow walk(@Nullable Object dot, Node.Sequence list) {
    values.at = list;
    List<Node.Statement> nodes = list.nodes();
    for (int i = 0; i < nodes.size(); i++) {
      Flow flow = walk(dot, nodes.get(i));
      if (flow != Flow.ON) {
        return flow;
      }
    }
    return Flow.ON;
  }

  private Flow walk(@Nullable Object dot, Node.Statement node) {
    values.at = node;
    if (out.length() > Budget.MOST_OUTPUT) {
      throw values.error("the output is longer than " + Budget.MOST_OUTPUT + " characters");
    }
    if (node instanceof Node.Text text) {
      out.append(text.text());
    } else if (node instanceof Node.Action action) {
      Object value = values.pipeline(dot, action.pipe());
      if (action.pipe().variables().isEmpty()) {
        values.at = node;
        print(node, value);
      }
    } else if (node instanceof Node.If branch) {
      boolean truth = GoValues.isTrue(values.pipeline(dot, branch.pipe()));
      return walkBranch(dot, truth ? branch.list() : branch.otherwise());
    } else if (node instanceof Node.With branch) {
      return walkWith(dot, branch);
    } else if (node instanceof Node.Range range) {
      return walkRange(dot, range);
    } else if (node instanceof Node.Call call) {
      walkCall(dot, call);
    } else if (node instanceof Node.Break) {
      return Flow.BREAK;
    } else if (node instanceof Node.Continue) {
      return Flow.CONTINUE;
    } else {
      throw new IllegalStateException("not a statement: " + node);
    }
    return Flow.ON;
  }

  private Flow walkBranch(@Nullable Object dot, Node.@Nullable Sequence list) {
    return list == null ? Flow.ON : walk(dot, list);
  }

  private Flow walkWith(@Nullable Object dot, Node.With branch) {
    Object value = values.pipeline(dot, branch.pipe());
    if (!GoValues.isTrue(value)) {
      return walkBranch(dot, branch.otherwise());
    }
    boolean before = values.dotBoxed;
    values.dotBoxed = false;
    Flow flow = walk(value, branch.list());
    values.dotBoxed = before;
    return flow;
  }

  private void print(Node node, @Nullable Object value) {
    if (value == null) {
      out.append("<no value>");
    } else if (value instanceof GoFunction) {
      throw values.error("can't print " + node.source() + " of type " + GoValues.typeName(value));
    } else {
      try {
        GoFormat.append(out, value);
      } catch (GoError e) {
        throw values.error(e.getMessage(), e);
      } catch (OutOfMemoryError e) {
        throw values.error("out of memory");
      }
    }
  }

  private void walkCall(@Nullable Object dot, Node.Call call) {
    values.step();
    Template called = set.find(call.name());
    if (called == null) {
      throw values.error("template " + GoQuote.quote(call.name()) + " not defined");
    }
    if (depth == MAX_DEPTH) {
      throw values.error("exceeded maximum template depth (" + MAX_DEPTH + ")");
    }
    Node.Pipe pipe = call.pipe();
    Object data = pipe == null ? null : values.pipeline(dot, pipe);
    Template caller = values.template;
    @Nullable Object[] callerVariables = values.variables;
    boolean[] callerBoxed = values.boxedVariables;
    boolean callerDotBoxed = values.dotBoxed;
    values.template = called;
    depth++;
    enter(data);
    depth--;
    values.template = caller;
    values.variables = callerVariables;
    values.boxedVariables = callerBoxed;
    values.dotBoxed = callerDotBoxed;
    values.at = call;
  }

  private Flow walkRange(@Nullable Object dot, Node.Range range) {
    Object value = GoValues.underlying(values.pipeline(dot, range.pipe()));
    boolean before = values.dotBoxed;
    Flow flow = iterate(value, range);
    values.dotBoxed = before;
    return flow == Flow.CONTINUE ? walkBranch(dot, range.otherwise()) : Flow.ON;
  }

  /** Runs the body for each element; {@link Flow#CONTINUE} says that there was none. */
  private Flow iterate(@Nullable Object value, Node.Range range) {
    if (value == null) {
      return Flow.CONTINUE;
    }
    if (value instanceof Map<?, ?> anyMap) {
      @SuppressWarnings("unchecked") // Maps have string keys wherever a template can see them.
      Map<String, @Nullable Object> map = (Map<String, @Nullable Object>) anyMap;
      boolean boxedElements = GoType.of(map).element() == GoType.ANY;
      for (String key : GoStrings.sortedKeys(map)) {
        if (iteration(range, key, map.get(key), boxedElements) == Flow.BREAK) {
          break;
        }
      }
      return map.isEmpty() ? Flow.CONTINUE : Flow.ON;
    }
    if (value instanceof List<?> list) {
      boolean boxedElements = GoType.of(list).element() == GoType.ANY;
      for (int i = 0; i < list.size(); i++) {
        if (iteration(range, (long) i, list.get(i), boxedElements) == Flow.BREAK) {
          break;
        }
      }
      return list.isEmpty() ? Flow.CONTINUE : Flow.ON;
    }
    if (value instanceof byte[] bytes) {
      for (int i = 0; i < bytes.length; i++) {
        if (iteration(range, (long) i, GoInteger.uint8(bytes[i]), false) == Flow.BREAK) {
          break;
        }
      }
      return bytes.length == 0 ? Flow.CONTINUE : Flow.ON;
    }
    if (value instanceof Long || value instanceof GoInteger) {
      return iterateTo((Number) value, range);
    }
    throw values.error("range can't iterate over " + GoFormat.text(value));
  }

  private Flow iterateTo(Number end, Node.Range range) {
    if (range.pipe().variables().size() > 1) {
      throw values.error("can't use " + end + " to iterate over more than one variable");
    }
    for (long i = 0; i < end.longValue(); i++) {
      Number element = end instanceof GoInteger integer ? GoInteger.of(integer.kind(), i) : i;
      if (iteration(range, null, element, false) == Flow.BREAK) {
        break;
      }
    }
    return end.longValue() > 0 ? Flow.ON : Flow.CONTINUE;
  }

  private Flow iteration(
      Node.Range range, @Nullable Object index, @Nullable Object element, boolean boxedElement) {
    values.step();
    List<Node.Variable> declared = range.pipe().variables();
    if (declared.size() == 1) {
      values.set(declared.get(0), element, boxedElement);
    } else if (declared.size() == 2) {
      values.set(declared.get(0), index, false);
      values.set(declared.get(1), element, boxedElement);
    }
    values.dotBoxed = boxedElement;
    return walk(element, range.list());
  }
}
