package io.autohelm.engine.gotemplate;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The values of one execution: evaluates pipelines, keeps the variables, and remembers the node it
 * is at, for messages.
 *
 * <p>Go tells a value from an {@code interface {}} that holds it, and shows the difference in its
 * messages: an element of {@code map[string]any} is an interface, the value of a pipeline is not.
 * Every method here that yields a value leaves the answer in {@link #boxed}; a boxed null is a nil
 * interface, a bare null no value at all.
 */
final class Evaluation {
  /** Stands where a command gets no value from the pipeline before it. */
  private static final Object NONE = new Object();

  private final MissingKey missingKey;
  private final Map<String, GoFunction> late;
  private final Budget budget;

  /** The template that is executed now, and the node in it. */
  Template template = new Template("", "", "", new Node.Sequence(0, List.of()), 1);

  @Nullable Node at;

  /** The variables of that template by their places. */
  @Nullable Object[] variables = {};

  boolean[] boxedVariables = {};
  boolean dotBoxed;
  private boolean boxed;

  Evaluation(RunSettings settings) {
    this.missingKey = settings.missingKey();
    this.late = settings.late();
    this.budget = settings.budget();
  }

  /** One step more of what a rendering may do. */
  void step() {
    refuse(budget.step());
  }

  // Errors.

  private void refuse(@Nullable String excess) {
    if (excess != null) {
      throw error(excess);
    }
  }

  TemplateException error(String message) {
    return error(message, null);
  }

  TemplateException error(String message, @Nullable Throwable cause) {
    return Faults.of(template, at, message, cause);
  }

  void set(Node.Variable variable, @Nullable Object value, boolean valueBoxed) {
    if (variable.slot() == Scope.NOWHERE) {
      throw error("undefined variable: " + variable.names().get(0));
    }
    variables[variable.slot()] = value;
    boxedVariables[variable.slot()] = valueBoxed;
  }

  @Nullable Object pipeline(@Nullable Object dot, Node.Pipe pipe) {
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
    if (node instanceof Node.Dot) {
      boxed = dotBoxed;
      return dot;
    }
    return literal(GoType.VALUE, node);
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
    step();
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
        return Literals.nil(type);
      }
      throw error("cannot assign nil to " + type);
    }
    return literal(type, node);
  }

  private Object literal(GoType type, Node.Operand node) {
    boxed = false;
    try {
      return Literals.as(type, node);
    } catch (GoError e) {
      throw error(e.getMessage());
    }
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
        return Literals.nil(type);
      }
      throw error("invalid value; expected " + type);
    }
    if (type == GoType.STRING ? value instanceof String : type.admits(value)) {
      return value;
    }
    throw error("wrong type for value; expected " + type + "; got " + GoValues.typeName(value));
  }
}
