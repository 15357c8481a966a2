package io.autohelm.engine.gotemplate;

import io.autohelm.engine.gotemplate.Token.Kind;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Builds the tree of one template. A {@code define} or {@code block} inside it gets a parser of its
 * own that reads on from the same scanner.
 */
final class Parser {
  private static final int MAX_EXPRESSION_DEPTH = 10_000;

  private final String parseName;
  private final String text;
  private final Map<String, GoFunction> functions;
  private final Scanner scanner;
  private final Map<String, Template> found;

  private String name;
  private final Deque<Token> pushedBack = new ArrayDeque<>();

  /** The line that messages speak of: that of the last token read afresh. */
  private int line;

  /** Names that the text may use here. */
  private final List<String> visible = new ArrayList<>(List.of("$"));

  private final Scope scope = new Scope();
  private int actionLine;
  private int rangeDepth;
  private int expressionDepth;

  private Parser(
      String name,
      String parseName,
      String text,
      Map<String, GoFunction> functions,
      Scanner scanner,
      Map<String, Template> found) {
    this.name = name;
    this.parseName = parseName;
    this.text = text;
    this.functions = functions;
    this.scanner = scanner;
    this.found = found;
  }

  /** The template of that text and those defined inside it, by name. */
  static Map<String, Template> parse(String name, String text, Map<String, GoFunction> functions) {
    Scanner scanner =
        new Scanner(text, !functions.containsKey("break"), !functions.containsKey("continue"));
    Map<String, Template> found = new LinkedHashMap<>();
    Parser parser = new Parser(name, name, text, functions, scanner, found);
    try {
      parser.parseText();
    } catch (StackOverflowError e) {
      throw parser.error("blocks or parentheses are nested too deeply");
    }
    return found;
  }

  private Parser inner(String innerName) {
    return new Parser(innerName, parseName, text, functions, scanner, found);
  }

  // Tokens.

  private Token next() {
    Token token = pushedBack.poll();
    if (token == null) {
      token = scanner.next();
      line = token.line();
    }
    return token;
  }

  private void back(Token token) {
    pushedBack.push(token);
  }

  private Token peek() {
    Token token = next();
    back(token);
    return token;
  }

  private Token nextNonSpace() {
    Token token = next();
    while (token.kind() == Kind.SPACE) {
      token = next();
    }
    return token;
  }

  private Token peekNonSpace() {
    Token token = nextNonSpace();
    back(token);
    return token;
  }

  private Token expect(Kind kind, String context) {
    Token token = nextNonSpace();
    if (token.kind() != kind) {
      throw unexpected(token, context);
    }
    return token;
  }

  // Errors.

  private TemplateException error(String message) {
    return new TemplateException(
        TemplateException.Stage.PARSE,
        parseName,
        line,
        0,
        "template: " + parseName + ":" + line + ": " + message,
        null);
  }

  private TemplateException unexpected(Token token, String context) {
    if (token.kind() == Kind.ERROR) {
      String extra = "";
      if (actionLine != 0 && actionLine != token.line()) {
        extra = " in action started at " + parseName + ":" + actionLine;
        if (token.text().endsWith(" action")) {
          extra = extra.substring(" in action".length());
        }
      }
      return error(token + extra);
    }
    return error("unexpected " + token + " in " + context);
  }

  private String unquote(Token token) {
    try {
      return GoQuote.unquote(token.text());
    } catch (GoError e) {
      throw error(e.getMessage());
    }
  }

  // Templates.

  private void parseText() {
    int start = peek().position();
    List<Node.Statement> nodes = new ArrayList<>();
    while (peek().kind() != Kind.EOF) {
      if (peek().kind() == Kind.LEFT_DELIMITER) {
        Token delimiter = next();
        Token word = nextNonSpace();
        if (word.kind() == Kind.DEFINE) {
          inner("definition").parseDefinition();
          continue;
        }
        back(word);
        back(delimiter);
      }
      Node.Statement node = textOrAction();
      if (node instanceof Node.End || node instanceof Node.Else) {
        throw error("unexpected " + node.source());
      }
      nodes.add(node);
    }
    keep(new Node.Sequence(start, List.copyOf(nodes)));
  }

  private void parseDefinition() {
    String context = "define clause";
    Token quoted = nextNonSpace();
    if (quoted.kind() != Kind.STRING && quoted.kind() != Kind.RAW_STRING) {
      throw unexpected(quoted, context);
    }
    name = unquote(quoted);
    expect(Kind.RIGHT_DELIMITER, context);
    keep(listUpToEnd(context));
  }

  private Node.Sequence listUpToEnd(String context) {
    List<Node.Statement> nodes = new ArrayList<>();
    int start = peekNonSpace().position();
    Node.Statement end = readList(nodes);
    if (!(end instanceof Node.End)) {
      throw error("unexpected " + end.source() + " in " + context);
    }
    return new Node.Sequence(start, List.copyOf(nodes));
  }

  private void keep(Node.Sequence root) {
    Template template = new Template(name, parseName, text, root, scope.most());
    Template other = found.get(name);
    if (other == null || other.isEmpty()) {
      found.put(name, template);
    } else if (!template.isEmpty()) {
      throw error("template: multiple definition of template " + GoQuote.quote(name));
    }
  }

  // Lists and actions.

  /** Reads up to an end or else, which it returns. */
  private Node.Statement readList(List<Node.Statement> nodes) {
    while (peekNonSpace().kind() != Kind.EOF) {
      Node.Statement node = textOrAction();
      if (node instanceof Node.End || node instanceof Node.Else) {
        return node;
      }
      nodes.add(node);
    }
    throw error("unexpected EOF");
  }

  private Node.Statement textOrAction() {
    Token token = nextNonSpace();
    if (token.kind() == Kind.TEXT) {
      return new Node.Text(token.position(), token.text());
    }
    if (token.kind() == Kind.LEFT_DELIMITER) {
      actionLine = token.line();
      Node.Statement action = action();
      actionLine = 0;
      return action;
    }
    throw unexpected(token, "input");
  }

  private Node.Statement action() {
    Token token = nextNonSpace();
    return switch (token.kind()) {
      case BLOCK -> blockControl();
      case BREAK -> {
        loopControl("{{break}}");
        yield new Node.Break(token.position());
      }
      case CONTINUE -> {
        loopControl("{{continue}}");
        yield new Node.Continue(token.position());
      }
      case ELSE -> elseControl();
      case END -> new Node.End(expect(Kind.RIGHT_DELIMITER, "end").position());
      case IF, RANGE, WITH -> control(token.kind());
      case TEMPLATE -> templateControl();
      default -> {
        back(token);
        yield new Node.Action(token.position(), pipeline("command", Kind.RIGHT_DELIMITER));
      }
    };
  }

  private void loopControl(String word) {
    Token token = nextNonSpace();
    if (token.kind() != Kind.RIGHT_DELIMITER) {
      throw unexpected(token, word);
    }
    if (rangeDepth == 0) {
      throw error(word + " outside {{range}}");
    }
  }

  private Node.Statement elseControl() {
    Token next = peekNonSpace();
    if (next.kind() == Kind.IF || next.kind() == Kind.WITH) {
      return new Node.Else(next.position());
    }
    return new Node.Else(expect(Kind.RIGHT_DELIMITER, "else").position());
  }

  private Node.Statement control(Kind kind) {
    String context = kind == Kind.IF ? "if" : kind == Kind.WITH ? "with" : "range";
    int visibleBefore = visible.size();
    int mark = scope.mark();
    Node.Pipe pipe = pipeline(context, Kind.RIGHT_DELIMITER);
    int bodyMark = scope.mark();
    if (kind == Kind.RANGE) {
      rangeDepth++;
    }
    int start = peekNonSpace().position();
    List<Node.Statement> nodes = new ArrayList<>();
    Node.Statement end = readList(nodes);
    Node.Sequence list = new Node.Sequence(start, List.copyOf(nodes));
    if (kind == Kind.RANGE) {
      rangeDepth--;
    }
    scope.release(bodyMark);
    Node.Sequence otherwise = end instanceof Node.Else ? otherwise(kind, end.position()) : null;
    scope.release(mark);
    visible.subList(visibleBefore, visible.size()).clear();
    return switch (kind) {
      case IF -> new Node.If(pipe.position(), pipe, list, otherwise);
      case WITH -> new Node.With(pipe.position(), pipe, list, otherwise);
      default -> new Node.Range(pipe.position(), pipe, list, otherwise);
    };
  }

  private Node.Sequence otherwise(Kind kind, int position) {
    if ((kind == Kind.IF || kind == Kind.WITH) && peek().kind() == kind) {
      next();
      return new Node.Sequence(position, List.of(control(kind)));
    }
    int start = peekNonSpace().position();
    List<Node.Statement> nodes = new ArrayList<>();
    Node.Statement end = readList(nodes);
    if (!(end instanceof Node.End)) {
      throw error("expected end; found " + end.source());
    }
    return new Node.Sequence(start, List.copyOf(nodes));
  }

  private Node.Statement blockControl() {
    String context = "block clause";
    Token token = nextNonSpace();
    String blockName = templateName(token, context);
    Node.Pipe pipe = pipeline(context, Kind.RIGHT_DELIMITER);
    Parser block = inner(blockName);
    block.keep(block.listUpToEnd(context));
    return new Node.Call(token.position(), blockName, pipe);
  }

  private Node.Statement templateControl() {
    String context = "template clause";
    Token token = nextNonSpace();
    String called = templateName(token, context);
    Token after = nextNonSpace();
    Node.Pipe pipe = null;
    if (after.kind() != Kind.RIGHT_DELIMITER) {
      back(after);
      pipe = pipeline(context, Kind.RIGHT_DELIMITER);
    }
    return new Node.Call(token.position(), called, pipe);
  }

  private String templateName(Token token, String context) {
    if (token.kind() != Kind.STRING && token.kind() != Kind.RAW_STRING) {
      throw unexpected(token, context);
    }
    return unquote(token);
  }

  // Pipelines.

  private Node.Pipe pipeline(String context, Kind end) {
    int position = peekNonSpace().position();
    List<Token> declared = new ArrayList<>();
    boolean assigns = readVariables(context, declared);
    List<Node.Command> commands = new ArrayList<>();
    while (true) {
      Token token = nextNonSpace();
      if (token.kind() == end) {
        checkPipeline(commands, context);
        // The value exists before its variable does: $x := $x reads the outer one.
        List<Node.Variable> variables = new ArrayList<>();
        for (Token variable : declared) {
          int slot = assigns ? scope.find(variable.text()) : scope.declare(variable.text());
          variables.add(new Node.Variable(variable.position(), List.of(variable.text()), slot));
        }
        return new Node.Pipe(position, assigns, List.copyOf(variables), List.copyOf(commands));
      }
      switch (token.kind()) {
        case BOOL,
            CHARACTER_CONSTANT,
            COMPLEX,
            DOT,
            FIELD,
            IDENTIFIER,
            NUMBER,
            NIL,
            RAW_STRING,
            STRING,
            VARIABLE,
            LEFT_PARENTHESIS -> {
          back(token);
          commands.add(command());
        }
        default -> throw unexpected(token, context);
      }
    }
  }

  /** Reads {@code $a, $b :=} if it is there; whether it assigns rather than declares. */
  private boolean readVariables(String context, List<Token> declared) {
    while (peekNonSpace().kind() == Kind.VARIABLE) {
      Token variable = nextNonSpace();
      Token after = next();
      Token meaning = after.kind() == Kind.SPACE ? nextNonSpace() : after;
      if (meaning.kind() == Kind.ASSIGN || meaning.kind() == Kind.DECLARE) {
        declared.add(variable);
        visible.add(variable.text());
        return meaning.kind() == Kind.ASSIGN;
      }
      if (meaning.kind() != Kind.CHARACTER || !meaning.text().equals(",")) {
        back(meaning);
        if (after.kind() == Kind.SPACE) {
          back(after);
        }
        back(variable);
        return false;
      }
      declared.add(variable);
      visible.add(variable.text());
      if (!context.equals("range") || declared.size() >= 2) {
        throw error("too many declarations in " + context);
      }
      Kind next = peekNonSpace().kind();
      if (next != Kind.VARIABLE && next != Kind.RIGHT_DELIMITER && next != Kind.RIGHT_PARENTHESIS) {
        throw error("range can only initialize variables");
      }
    }
    return false;
  }

  private void checkPipeline(List<Node.Command> commands, String context) {
    if (commands.isEmpty()) {
      throw error("missing value for " + context);
    }
    for (int i = 1; i < commands.size(); i++) {
      Node.Operand first = commands.get(i).args().get(0);
      if (isConstant(first)) {
        throw error("non executable command in pipeline stage " + (i + 1));
      }
    }
  }

  private static boolean isConstant(Node.Operand operand) {
    return operand instanceof Node.Bool
        || operand instanceof Node.Dot
        || operand instanceof Node.Nil
        || operand instanceof Node.Numeral
        || operand instanceof Node.Quoted;
  }

  private Node.Command command() {
    int position = peekNonSpace().position();
    List<Node.Operand> args = new ArrayList<>();
    while (true) {
      peekNonSpace();
      Node.Operand operand = operand();
      if (operand != null) {
        args.add(operand);
      }
      Token token = next();
      if (token.kind() == Kind.SPACE) {
        continue;
      }
      if (token.kind() == Kind.RIGHT_DELIMITER || token.kind() == Kind.RIGHT_PARENTHESIS) {
        back(token);
      } else if (token.kind() != Kind.PIPE) {
        throw unexpected(token, "operand");
      }
      break;
    }
    if (args.isEmpty()) {
      throw error("empty command");
    }
    return new Node.Command(position, List.copyOf(args));
  }

  private Node.@Nullable Operand operand() {
    Node.Operand term = term();
    if (term == null || peek().kind() != Kind.FIELD) {
      return term;
    }
    // As in Go, the whole stands where its second part does.
    int position = peek().position();
    List<String> names = new ArrayList<>();
    while (peek().kind() == Kind.FIELD) {
      names.add(next().text().substring(1));
    }
    if (term instanceof Node.Field field) {
      names.addAll(0, field.names());
      return new Node.Field(position, List.copyOf(names));
    }
    if (term instanceof Node.Variable variable) {
      names.addAll(0, variable.names());
      return new Node.Variable(position, List.copyOf(names), variable.slot());
    }
    if (isConstant(term)) {
      throw error("unexpected . after term " + GoQuote.quote(term.source()));
    }
    return new Node.Chain(position, term, List.copyOf(names));
  }

  private Node.@Nullable Operand term() {
    Token token = nextNonSpace();
    int position = token.position();
    return switch (token.kind()) {
      case IDENTIFIER -> new Node.Identifier(position, token.text(), function(token.text()));
      case DOT -> new Node.Dot(position);
      case NIL -> new Node.Nil(position);
      case VARIABLE -> {
        if (!visible.contains(token.text())) {
          throw error("undefined variable " + GoQuote.quote(token.text()));
        }
        yield new Node.Variable(position, List.of(token.text()), scope.find(token.text()));
      }
      case FIELD -> new Node.Field(position, List.of(token.text().substring(1)));
      case BOOL -> new Node.Bool(position, token.text().equals("true"));
      case CHARACTER_CONSTANT, COMPLEX, NUMBER -> new Node.Numeral(position, number(token));
      case LEFT_PARENTHESIS -> parenthesized();
      case STRING, RAW_STRING -> new Node.Quoted(position, token.text(), unquote(token));
      default -> {
        back(token);
        yield null;
      }
    };
  }

  private Node.Pipe parenthesized() {
    if (expressionDepth >= MAX_EXPRESSION_DEPTH) {
      throw error("max expression depth exceeded");
    }
    expressionDepth++;
    Node.Pipe pipe = pipeline("parenthesized pipeline", Kind.RIGHT_PARENTHESIS);
    expressionDepth--;
    return pipe;
  }

  private GoFunction function(String called) {
    GoFunction function = functions.get(called);
    if (function == null) {
      function = Builtins.TABLE.get(called);
    }
    if (function == null) {
      throw error("function " + GoQuote.quote(called) + " not defined");
    }
    return function;
  }

  private NumberConstant number(Token token) {
    try {
      return switch (token.kind()) {
        case CHARACTER_CONSTANT -> NumberConstant.character(token.text());
        case COMPLEX -> NumberConstant.complex(token.text());
        default -> NumberConstant.number(token.text());
      };
    } catch (GoError e) {
      throw error(e.getMessage());
    }
  }
}
