package io.autohelm.engine.gotemplate;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One execution: walks a tree, keeps the variables, and remembers the node it is at, for messages.
 *
 * <p>Go tells a value from an {@code interface {}} that holds it, and shows the difference in its
 * messages: an element of {@code map[string]any} is an interface, the value of a pipeline is not.
 * Every method here that yields a value leaves the answer in {@link #boxed}; a boxed null is a nil
 * interface, a bare null no value at all.
 */
final class Run {
  private static final int MAX_DEPTH = 100_000;

  /** Stands where a command gets no value from the pipeline before it. */
  private static final Object NONE = new Object();

  private enum Flow {
    ON,
    BREAK,
    CONTINUE
  }

  private final TemplateSet set;
  private final StringBuilder out;
  private final MissingKey missingKey;
  private final Map<String, GoFunction> late;
  private final Budget budget;

  private Template template;
  private @Nullable Node at;
  private @Nullable Object[] variables = {};
  private boolean[] boxedVariables = {};
  private boolean dotBoxed;
  private boolean boxed;
  private int depth;

  Run(TemplateSet set, StringBuilder out, RunSettings settings) {
    this.set = set;
    this.out = out;
    this.missingKey = settings.missingKey();
    this.late = settings.late();
    this.budget = settings.budget();
    this.template = new Template("", "", "", new Node.Sequence(0, List.of()), 1);
  }

  void execute(Template start, @Nullable Object data) {
    template = start;
    enter(data);
  }

  private void enter(@Nullable Object data) {
    variables = new @Nullable Object[template.slots()];
    boxedVariables = new boolean[template.slots()];
    variables[0] = data;
    dotBoxed = false;
    walk(data, template.root());
  }

  // Errors.

  private void refuse(@Nullable String excess) {
    if (excess != null) {
      throw error(excess);
    }
  }

  private TemplateException error(String message) {
    return error(message, null);
  }

  private TemplateException error(String message, @Nullable Throwable cause) {
    Node node = at;
    if (node == null) {
      return new TemplateException(
          TemplateException.Stage.EXECUTE,
          template.name(),
          0,
          0,
          "template: " + template.name() + ": " + message,
          cause);
    }
    int line = template.line(node);
    int column = template.column(node);
    return new TemplateException(
        TemplateException.Stage.EXECUTE,
        template.parseName(),
        line,
        column,
        "template: "
            + template.parseName()
            + ":"
            + line
            + ":"
            + column
            + ": executing "
            + GoQuote.quote(template.name())
            + " at <"
            + node.source()
            + ">: "
            + message,
        cause);
  }

  // Statements.

  private Flow walk(@Nullable Object dot, Node.Sequence list) {
    at = list;
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
    at = node;
    if (out.length() > Budget.MOST_OUTPUT) {
      throw error("the output is longer than " + Budget.MOST_OUTPUT + " characters");
    }
    if (node instanceof Node.Text text) {
      out.append(text.text());
    } else if (node instanceof Node.Action action) {
      Object value = pipeline(dot, action.pipe());
      if (action.pipe().variables().isEmpty()) {
        at = node;
        print(node, value);
      }
    } else if (node instanceof Node.If branch) {
      boolean truth = GoValues.isTrue(pipeline(dot, branch.pipe()));
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
    Object value = pipeline(dot, branch.pipe());
    if (!GoValues.isTrue(value)) {
      return walkBranch(dot, branch.otherwise());
    }
    boolean before = dotBoxed;
    dotBoxed = false;
    Flow flow = walk(value, branch.list());
    dotBoxed = before;
    return flow;
  }

  private void print(Node node, @Nullable Object value) {
    if (value == null) {
      out.append("<no value>");
    } else if (value instanceof GoFunction) {
      throw error("can't print " + node.source() + " of type " + GoValues.typeName(value));
    } else {
      GoFormat.append(out, value);
    }
  }

  private void walkCall(@Nullable Object dot, Node.Call call) {
    refuse(budget.step());
    Template called = set.find(call.name());
    if (called == null) {
      throw error("template " + GoQuote.quote(call.name()) + " not defined");
    }
    if (depth == MAX_DEPTH) {
      throw error("exceeded maximum template depth (" + MAX_DEPTH + ")");
    }
    Node.Pipe pipe = call.pipe();
    Object data = pipe == null ? null : pipeline(dot, pipe);
    Template caller = template;
    @Nullable Object[] callerVariables = variables;
    boolean[] callerBoxed = boxedVariables;
    boolean callerDotBoxed = dotBoxed;
    template = called;
    depth++;
    enter(data);
    depth--;
    template = caller;
    variables = callerVariables;
    boxedVariables = callerBoxed;
    dotBoxed = callerDotBoxed;
    at = call;
  }

  private Flow walkRange(@Nullable Object dot, Node.Range range) {
    Object value = GoValues.underlying(pipeline(dot, range.pipe()));
    boolean before = dotBoxed;
    Flow flow = iterate(value, range);
    dotBoxed = before;
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
    throw error("range can't iterate over " + GoFormat.text(value));
  }

  private Flow iterateTo(Number end, Node.Range range) {
    if (range.pipe().variables().size() > 1) {
      throw error("can't use " + end + " to iterate over more than one variable");
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
    refuse(budget.step());
    List<Node.Variable> declared = range.pipe().variables();
    if (declared.size() == 1) {
      set(declared.get(0), element, boxedElement);
    } else if (declared.size() == 2) {
      set(declared.get(0), index, false);
      set(declared.get(1), element, boxedElement);
    }
    dotBoxed = boxedElement;
    return walk(element, range.list());
  }

  private void set(Node.Variable variable, @Nullable Object value, boolean valueBoxed) {
    if (variable.slot() == Scope.NOWHERE) {
      throw error("undefined variable: " + variable.names().get(0));
    }
    variables[variable.slot()] = value;
    boxedVariables[variable.slot()] = valueBoxed;
  }

  // Values.

  private @Nullable Object pipeline(@Nullable Object dot, Node.Pipe pipe) {
    at = pipe;
    Object value = NONE;
    List<Node.Command> commands = pipe.commands();
    for (int i = 0; i < commands.size(); i++) {
      value = command(dot, commands.get(i), value);
    }
    List<Node.Variable> declared = pipe.variables();
    for (int i = 0; i < declared.size(); i++) {
      set(declared.get(i), value, false);
    }
    boxed = false;
    return value;
  }

  private @Nullable Object command(
      @Nullable Object dot, Node.Command command, @Nullable Object last) {
    List<Node.Operand> args = command.args();
    Node.Operand first = args.get(0);
    if (first instanceof Node.Field field) {
      at = field;
      return fields(dot, dot, dotBoxed, field, field.names(), 0, args, last);
    }
    if (first instanceof Node.Identifier function) {
      return function(dot, function, command, args, last);
    }
    if (first instanceof Node.Variable variable) {
      return variable(dot, variable, args, last);
    }
    if (first instanceof Node.Chain chain) {
      return chain(dot, chain, args, last);
    }
    if (first instanceof Node.Pipe pipe) {
      refuseArguments(args, last);
      return pipeline(dot, pipe);
    }
    at = first;
    refuseArguments(args, last);
    if (first instanceof Node.Nil) {
      throw error("nil is not a command");
    }
    return constant(dot, first);
  }

  private void refuseArguments(List<Node.Operand> args, @Nullable Object last) {
    if (args.size() > 1 || last != NONE) {
      throw error("can't give argument to non-function " + args.get(0).source());
    }
  }

  /** A value that stands there literally, or dot. */
  private @Nullable Object constant(@Nullable Object dot, Node.Operand node) {
    boxed = false;
    if (node instanceof Node.Quoted quoted) {
      return quoted.text();
    }
    if (node instanceof Node.Dot) {
      boxed = dotBoxed;
      return dot;
    }
    if (node instanceof Node.Bool bool) {
      return bool.value();
    }
    if (node instanceof Node.Numeral number) {
      Object ideal = number.constant().ideal();
      if (ideal == null) {
        throw error(number.constant().text() + " overflows int");
      }
      return ideal;
    }
    throw error("can't evaluate command " + GoQuote.quote(node.source()));
  }

  private @Nullable Object variable(
      @Nullable Object dot,
      Node.Variable variable,
      List<Node.Operand> args,
      @Nullable Object last) {
    at = variable;
    if (variable.slot() == Scope.NOWHERE) {
      throw error("undefined variable: " + variable.names().get(0));
    }
    Object value = variables[variable.slot()];
    boxed = boxedVariables[variable.slot()];
    if (variable.names().size() == 1) {
      refuseArguments(args, last);
      return value;
    }
    return fields(dot, value, boxed, variable, variable.names(), 1, args, last);
  }

  private @Nullable Object chain(
      @Nullable Object dot, Node.Chain chain, List<Node.Operand> args, @Nullable Object last) {
    at = chain;
    if (chain.base() instanceof Node.Nil) {
      throw error("indirection through explicit nil in " + chain.source());
    }
    Object base = argument(dot, GoType.ANY, chain.base());
    return fields(dot, base, boxed, chain, chain.names(), 0, args, last);
  }

  private @Nullable Object fields(
      @Nullable Object dot,
      @Nullable Object start,
      boolean startBoxed,
      Node node,
      List<String> names,
      int from,
      List<Node.Operand> args,
      @Nullable Object last) {
    Object receiver = start;
    boolean receiverBoxed = startBoxed;
    int end = names.size() - 1;
    for (int i = from; i < end; i++) {
      receiver = field(dot, names.get(i), node, List.of(), NONE, receiver, receiverBoxed);
      receiverBoxed = boxed;
    }
    return field(dot, names.get(end), node, args, last, receiver, receiverBoxed);
  }

  private @Nullable Object field(
      @Nullable Object dot,
      String name,
      Node node,
      List<Node.Operand> args,
      @Nullable Object last,
      @Nullable Object receiver,
      boolean receiverBoxed) {
    boxed = false;
    if (receiver == null) {
      if (receiverBoxed) {
        throw error("nil pointer evaluating interface {}." + name);
      }
      if (missingKey == MissingKey.ERROR) {
        throw error("nil data; no entry for key " + GoQuote.quote(name));
      }
      return null;
    }
    Object holder = receiver;
    if (receiver instanceof GoObject object) {
      GoFunction method = object.method(name);
      if (method != null) {
        return call(dot, method, node, name, args, last);
      }
      if (object.hasField(name)) {
        if (args.size() > 1 || last != NONE) {
          throw error(name + " has arguments but cannot be invoked as function");
        }
        Object value = object.field(name);
        boxed = value == null;
        return value;
      }
      holder = GoValues.underlying(object);
    }
    if (holder instanceof Map<?, ?> map) {
      return entry(map, name, args, last);
    }
    String type = receiverBoxed ? GoType.ANY.name() : GoValues.typeName(receiver);
    throw error("can't evaluate field " + name + " in type " + type);
  }

  private @Nullable Object entry(
      Map<?, ?> map, String name, List<Node.Operand> args, @Nullable Object last) {
    if (args.size() > 1 || last != NONE) {
      throw error(name + " is not a method but has arguments");
    }
    Object value = map.get(name);
    if (!(map instanceof GoMap typed)) {
      boxed = true;
      if (value == null && missingKey != MissingKey.ZERO && !map.containsKey(name)) {
        if (missingKey == MissingKey.ERROR) {
          throw error("map has no entry for key " + GoQuote.quote(name));
        }
        boxed = false;
      }
      return value;
    }
    boxed = typed.type().element() == GoType.ANY;
    if (value == null && !typed.containsKey(name)) {
      switch (missingKey) {
        case ZERO -> value = typed.type().element().zero();
        case INVALID -> boxed = false;
        case ERROR -> throw error("map has no entry for key " + GoQuote.quote(name));
      }
    }
    return value;
  }

  // Calls.

  private @Nullable Object function(
      @Nullable Object dot,
      Node.Identifier identifier,
      Node whole,
      List<Node.Operand> args,
      @Nullable Object last) {
    at = identifier;
    GoFunction function = identifier.function();
    if (function instanceof LateFunction) {
      function = late.getOrDefault(identifier.name(), function);
    }
    return call(dot, function, whole, identifier.name(), args, last);
  }

  private @Nullable Object call(
      @Nullable Object dot,
      GoFunction function,
      Node node,
      String name,
      List<Node.Operand> args,
      @Nullable Object last) {
    Signature signature = function.signature();
    int given = Math.max(args.size() - 1, 0);
    int count = last == NONE ? given : given + 1;
    if (signature.variadic() ? count < signature.fixed() : count != signature.fixed()) {
      throw error(
          "wrong number of args for "
              + name
              + ": want "
              + (signature.variadic() ? "at least " : "")
              + signature.fixed()
              + " got "
              + (signature.variadic() ? given : count));
    }
    if (function == Builtins.AND || function == Builtins.OR) {
      return shortCircuit(dot, function == Builtins.OR, args, last);
    }
    @Nullable Object[] values = new @Nullable Object[count];
    boolean lastBoxed = false;
    for (int i = 0; i < given; i++) {
      values[i] = argument(dot, signature.parameter(i), args.get(i + 1));
      lastBoxed = boxed;
    }
    if (last != NONE) {
      values[given] = checked(last, false, signature.parameter(given));
      lastBoxed = false;
    }
    refuse(budget.step());
    try {
      Object value;
      if (function == Builtins.LEN) {
        value = Builtins.length(values[0], lastBoxed);
      } else if (function == Builtins.CALL) {
        value = Builtins.call(given > 0 ? args.get(1).source() : described(values[0]), values);
      } else {
        value = function.call(Arrays.asList(values));
      }
      boxed = false;
      String excess = budget.given(value);
      if (excess != null) {
        at = node;
        throw error("error calling " + name + ": " + excess);
      }
      return value;
    } catch (GoError | TemplateException e) {
      at = node;
      throw error("error calling " + name + ": " + e.getMessage(), e);
    } catch (OutOfMemoryError e) {
      // One call asked for more than there is; what it had is free again.
      at = node;
      throw error("error calling " + name + ": out of memory");
    }
  }

  /** A value as the text of Go's reflect.Value. */
  private static String described(@Nullable Object value) {
    if (value instanceof String text) {
      return text;
    }
    return value == null ? "<invalid Value>" : "<" + GoValues.typeName(value) + " Value>";
  }

  private @Nullable Object shortCircuit(
      @Nullable Object dot, boolean until, List<Node.Operand> args, @Nullable Object last) {
    Object value = null;
    for (int i = 1; i < args.size(); i++) {
      value = argument(dot, GoType.VALUE, args.get(i));
      if (GoValues.isTrue(value) == until) {
        return value;
      }
    }
    if (last != NONE) {
      boxed = false;
      return last;
    }
    return value;
  }

  private @Nullable Object argument(@Nullable Object dot, GoType type, Node.Operand node) {
    at = node;
    if (node instanceof Node.Field field) {
      Object value = fields(dot, dot, dotBoxed, field, field.names(), 0, List.of(), NONE);
      return checked(value, boxed, type);
    }
    if (node instanceof Node.Variable variable) {
      Object value = variable(dot, variable, List.of(), NONE);
      return checked(value, boxed, type);
    }
    if (node instanceof Node.Pipe pipe) {
      return checked(pipeline(dot, pipe), false, type);
    }
    if (node instanceof Node.Dot) {
      return checked(dot, dotBoxed, type);
    }
    if (node instanceof Node.Identifier function) {
      Object value = function(dot, function, function, List.of(), NONE);
      return checked(value, boxed, type);
    }
    if (node instanceof Node.Chain chain) {
      Object value = chain(dot, chain, List.of(), NONE);
      return checked(value, boxed, type);
    }
    if (node instanceof Node.Nil) {
      if (type.canBeNil()) {
        boxed = false;
        return nil(type);
      }
      throw error("cannot assign nil to " + type);
    }
    boxed = false;
    return literal(dot, type, node);
  }

  private @Nullable Object literal(@Nullable Object dot, GoType type, Node.Operand node) {
    NumberConstant number = node instanceof Node.Numeral n ? n.constant() : null;
    if (type == GoType.VALUE) {
      return constant(dot, node);
    }
    return switch (type.kind()) {
      case INTERFACE -> constant(dot, node);
      case STRING -> {
        if (node instanceof Node.Quoted quoted) {
          yield quoted.text();
        }
        throw error("expected string; found " + node.source());
      }
      case BOOL -> {
        if (node instanceof Node.Bool bool) {
          yield bool.value();
        }
        throw error("expected bool; found " + node.source());
      }
      case INT, INT8, INT16, INT32, INT64 -> {
        if (number == null || !number.isInt()) {
          throw error("expected integer; found " + node.source());
        }
        yield type.kind() == GoKind.INT
            ? (Object) number.integer()
            : GoInteger.of(type.kind(), number.integer());
      }
      case UINT, UINT8, UINT16, UINT32, UINT64, UINTPTR -> {
        if (number == null || !number.isUnsigned()) {
          throw error("expected unsigned integer; found " + node.source());
        }
        yield GoInteger.of(type.kind(), number.unsigned());
      }
      case FLOAT32, FLOAT64 -> {
        if (number == null || !number.isFloat()) {
          throw error("expected float; found " + node.source());
        }
        yield number.floating();
      }
      default -> throw error("can't handle " + node.source() + " for arg of type " + type);
    };
  }

  /** The value as an argument of that type, or the error that Go's type check gives. */
  private @Nullable Object checked(@Nullable Object value, boolean valueBoxed, GoType type) {
    boxed = valueBoxed;
    if (type == GoType.ANY || type == GoType.VALUE) {
      return value;
    }
    if (value == null) {
      if (valueBoxed) {
        throw error("wrong type for value; expected " + type + "; got interface {}");
      }
      if (type.canBeNil()) {
        return nil(type);
      }
      throw error("invalid value; expected " + type);
    }
    if (type == GoType.STRING ? value instanceof String : type.admits(value)) {
      return value;
    }
    throw error("wrong type for value; expected " + type + "; got " + GoValues.typeName(value));
  }

  private static @Nullable Object nil(GoType type) {
    return switch (type.kind()) {
      case MAP -> GoMap.nil();
      case SLICE -> GoList.nil(type);
      default -> null;
    };
  }
}
