package io.autohelm.engine.gotemplate;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The parts of a parsed template, a closed family. Each knows where in the text it stands and
 * prints itself as Go's messages quote it.
 */
sealed interface Node {

  /** Index into the template's text. */
  int position();

  void print(StringBuilder out);

  /** The node's text as an error quotes it. */
  default String source() {
    StringBuilder out = new StringBuilder();
    print(out);
    return out.toString();
  }

  /** What may stand in a list and is walked for its output. */
  sealed interface Statement extends Node {}

  /** What may stand in a command and is evaluated for its value. */
  sealed interface Operand extends Node {}

  record Sequence(int position, List<Statement> nodes) implements Node {
    @Override
    public void print(StringBuilder out) {
      for (Statement node : nodes) {
        node.print(out);
      }
    }
  }

  record Text(int position, String text) implements Statement {
    @Override
    public void print(StringBuilder out) {
      out.append(text);
    }
  }

  record Action(int position, Pipe pipe) implements Statement {
    @Override
    public void print(StringBuilder out) {
      out.append("{{");
      pipe.print(out);
      out.append("}}");
    }
  }

  record If(int position, Pipe pipe, Sequence list, @Nullable Sequence otherwise)
      implements Statement {
    @Override
    public void print(StringBuilder out) {
      printBranch("if", pipe, list, otherwise, out);
    }
  }

  record With(int position, Pipe pipe, Sequence list, @Nullable Sequence otherwise)
      implements Statement {
    @Override
    public void print(StringBuilder out) {
      printBranch("with", pipe, list, otherwise, out);
    }
  }

  record Range(int position, Pipe pipe, Sequence list, @Nullable Sequence otherwise)
      implements Statement {
    @Override
    public void print(StringBuilder out) {
      printBranch("range", pipe, list, otherwise, out);
    }
  }

  record Call(int position, String name, @Nullable Pipe pipe) implements Statement {
    @Override
    public void print(StringBuilder out) {
      out.append("{{template ").append(GoQuote.quote(name));
      if (pipe != null) {
        out.append(' ');
        pipe.print(out);
      }
      out.append("}}");
    }
  }

  record Break(int position) implements Statement {
    @Override
    public void print(StringBuilder out) {
      out.append("{{break}}");
    }
  }

  record Continue(int position) implements Statement {
    @Override
    public void print(StringBuilder out) {
      out.append("{{continue}}");
    }
  }

  /** A list's end; the parser's own, never part of a finished tree. */
  record End(int position) implements Statement {
    @Override
    public void print(StringBuilder out) {
      out.append("{{end}}");
    }
  }

  /** A list's alternative; the parser's own, never part of a finished tree. */
  record Else(int position) implements Statement {
    @Override
    public void print(StringBuilder out) {
      out.append("{{else}}");
    }
  }

  /** Commands joined by |, whose value may be put into variables. */
  record Pipe(int position, boolean assigns, List<Variable> variables, List<Command> commands)
      implements Operand {
    @Override
    public void print(StringBuilder out) {
      for (int i = 0; i < variables.size(); i++) {
        if (i > 0) {
          out.append(", ");
        }
        variables.get(i).print(out);
      }
      if (!variables.isEmpty()) {
        out.append(assigns ? " = " : " := ");
      }
      for (int i = 0; i < commands.size(); i++) {
        if (i > 0) {
          out.append(" | ");
        }
        commands.get(i).print(out);
      }
    }
  }

  record Command(int position, List<Operand> args) implements Node {
    @Override
    public void print(StringBuilder out) {
      for (int i = 0; i < args.size(); i++) {
        if (i > 0) {
          out.append(' ');
        }
        printOperand(args.get(i), out);
      }
    }
  }

  record Field(int position, List<String> names) implements Operand {
    @Override
    public void print(StringBuilder out) {
      for (String name : names) {
        out.append('.').append(name);
      }
    }
  }

  /** Fields of something that is not itself a field or variable. */
  record Chain(int position, Operand base, List<String> names) implements Operand {
    @Override
    public void print(StringBuilder out) {
      printOperand(base, out);
      for (String name : names) {
        out.append('.').append(name);
      }
    }
  }

  /**
   * A variable and perhaps fields of it.
   *
   * @param names the variable's name with its dollar, then the fields
   * @param slot its place in the frame; negative where no variable of that name can exist
   */
  record Variable(int position, List<String> names, int slot) implements Operand {
    @Override
    public void print(StringBuilder out) {
      out.append(String.join(".", names));
    }
  }

  /** A function's name, with the function it means unless each run brings its own. */
  record Identifier(int position, String name, GoFunction function) implements Operand {
    @Override
    public void print(StringBuilder out) {
      out.append(name);
    }
  }

  record Dot(int position) implements Operand {
    @Override
    public void print(StringBuilder out) {
      out.append('.');
    }
  }

  record Nil(int position) implements Operand {
    @Override
    public void print(StringBuilder out) {
      out.append("nil");
    }
  }

  record Bool(int position, boolean value) implements Operand {
    @Override
    public void print(StringBuilder out) {
      out.append(value);
    }
  }

  record Numeral(int position, NumberConstant constant) implements Operand {
    @Override
    public void print(StringBuilder out) {
      out.append(constant.text());
    }
  }

  /** A string constant, as written and as meant. */
  record Quoted(int position, String written, String text) implements Operand {
    @Override
    public void print(StringBuilder out) {
      out.append(written);
    }
  }

  private static void printOperand(Operand operand, StringBuilder out) {
    if (operand instanceof Pipe) {
      out.append('(');
      operand.print(out);
      out.append(')');
    } else {
      operand.print(out);
    }
  }

  private static void printBranch(
      String word, Pipe pipe, Sequence list, @Nullable Sequence otherwise, StringBuilder out) {
    out.append("{{").append(word).append(' ');
    pipe.print(out);
    out.append("}}");
    list.print(out);
    if (otherwise != null) {
      out.append("{{else}}");
      otherwise.print(out);
    }
    out.append("{{end}}");
  }
}
