package keras.visualization;

import keras.visualization.ModelGraph.Arrow;
import keras.visualization.ModelGraph.Box;
import keras.visualization.ModelGraph.Cell;

/**
 * Graphs in the language of Graphviz, as Keras' {@code model_to_dot} has them: a box is a table in
 * Graphviz' HTML.
 *
 * <p>Keras: {@code keras/src/utils/model_visualization.py}.
 */
public final class Dot {
  private Dot() {}

  /** Returns a graph as text. */
  public static String write(ModelGraph graph, PlotOptions options) {
    StringBuilder out = new StringBuilder("digraph G {\n");
    out.append("rankdir=%s;\nconcentrate=True;\n".formatted(options.rankdir()));
    out.append("dpi=%d;\nsplines=%s;\n".formatted(options.dpi(), options.splines()));
    out.append("node [shape=record];\n");
    body(graph, out);
    return out.append("}\n").toString();
  }

  private static void body(ModelGraph graph, StringBuilder out) {
    for (Box box : graph.boxes()) {
      out.append(
          "%d [border=0, fontname=Helvetica, label=%s, margin=0];\n"
              .formatted(box.id(), label(box)));
    }
    for (ModelGraph frame : graph.frames()) {
      out.append("subgraph \"cluster_%s\" {\n".formatted(quoted(frame.name())));
      out.append("style=dashed;\nlabel=\"%s\";\nlabeljust=l;\n".formatted(quoted(frame.name())));
      body(frame, out);
      out.append("}\n");
    }
    for (Arrow arrow : graph.arrows()) {
      out.append("%d -> %d [penwidth=2];\n".formatted(arrow.from(), arrow.to()));
    }
  }

  /** Returns the table of a box. */
  static String label(Box box) {
    StringBuilder out = new StringBuilder();
    out.append("<<table border=\"0\" cellborder=\"1\" bgcolor=\"black\" cellpadding=\"10\">");
    int columns = box.columns();
    String title =
        box.name() == null
            ? "<b>%s</b>".formatted(escaped(box.className()))
            : "<b>%s</b> (%s)".formatted(escaped(box.name()), escaped(box.className()));
    out.append(
        "<tr><td colspan=\"%d\" bgcolor=\"black\"><font point-size=\"16\" color=\"white\">%s</font></td></tr>"
            .formatted(columns, title));
    if (box.activation() != null) {
      out.append(
          "<tr><td bgcolor=\"white\" colspan=\"%d\"><font point-size=\"14\">Activation: <b>%s</b></font></td></tr>"
              .formatted(columns, escaped(box.activation())));
    }
    if (!box.cells().isEmpty()) {
      out.append("<tr>");
      box.cells().forEach(cell -> out.append(cell(cell)));
      out.append("</tr>");
    }
    return out.append("</table>>").toString();
  }

  private static String cell(Cell cell) {
    return switch (cell.kind()) {
      case PLAIN ->
          "<td bgcolor=\"white\"><font point-size=\"14\">%s: <b>%s</b></font></td>"
              .formatted(cell.name(), escaped(cell.value()));
      case TRAINABLE -> colored("forestgreen", cell);
      case FROZEN -> colored("firebrick", cell);
    };
  }

  private static String colored(String color, Cell cell) {
    return "<td bgcolor=\"%s\"><font point-size=\"14\" color=\"white\"><b>%s</b></font></td>"
        .formatted(color, cell.value());
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }

  private static String quoted(String text) {
    return text.replace("\\", "\\\\").replace("\"", "\\\"");
  }
}
