package keras.charts;

import java.awt.Font;
import java.awt.geom.Path2D;
import java.awt.geom.Point2D;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import keras.visualization.ModelGraph;
import keras.visualization.ModelGraph.Arrow;
import keras.visualization.ModelGraph.Box;
import keras.visualization.PlotOptions;
import org.eclipse.elk.alg.layered.options.LayeredMetaDataProvider;
import org.eclipse.elk.alg.layered.options.LayeredOptions;
import org.eclipse.elk.core.RecursiveGraphLayoutEngine;
import org.eclipse.elk.core.data.LayoutMetaDataService;
import org.eclipse.elk.core.math.ElkPadding;
import org.eclipse.elk.core.options.CoreOptions;
import org.eclipse.elk.core.options.Direction;
import org.eclipse.elk.core.options.EdgeRouting;
import org.eclipse.elk.core.options.HierarchyHandling;
import org.eclipse.elk.core.util.BasicProgressMonitor;
import org.eclipse.elk.graph.ElkBendPoint;
import org.eclipse.elk.graph.ElkEdge;
import org.eclipse.elk.graph.ElkEdgeSection;
import org.eclipse.elk.graph.ElkNode;
import org.eclipse.elk.graph.util.ElkGraphUtil;

/**
 * Where the boxes, frames and arrows of a graph are drawn, in points from the top left corner.
 *
 * @param tables the boxes, with their left and upper ends
 * @param arrows their lines, and the points of their heads
 */
record GraphLayout(
    double width, double height, List<Placed> tables, List<Frame> frames, List<Line> arrows) {
  static final Font FRAME_TITLE = new Font(Font.SANS_SERIF, Font.PLAIN, 14);
  private static final double GAP = 24;
  private static final double MARGIN = 8;

  /** A box and its corner. */
  record Placed(BoxTable table, double x, double y) {}

  /** A frame and its name. */
  record Frame(String name, Rectangle2D bounds) {}

  /** The line of an arrow; its head points from one point to the other. */
  record Line(Path2D path, Point2D before, Point2D tip) {}

  static {
    LayoutMetaDataService.getInstance()
        .registerLayoutMetaDataProviders(new LayeredMetaDataProvider());
  }

  static GraphLayout of(ModelGraph graph, PlotOptions options) {
    return new Maker(options).lay(graph);
  }

  /** Hands a graph to ELK, and takes what it found. */
  private static final class Maker {
    private final PlotOptions options;
    private final Map<Integer, ElkNode> nodes = new LinkedHashMap<>();
    private final Map<ElkNode, BoxTable> tables = new LinkedHashMap<>();
    private final Map<ElkNode, String> frames = new LinkedHashMap<>();
    private final List<ElkEdge> edges = new ArrayList<>();

    Maker(PlotOptions options) {
      this.options = options;
    }

    GraphLayout lay(ModelGraph graph) {
      ElkNode root = ElkGraphUtil.createGraph();
      fill(root, graph, MARGIN);
      connect(graph);
      new RecursiveGraphLayoutEngine().layout(root, new BasicProgressMonitor());
      List<Placed> placed = new ArrayList<>();
      tables.forEach(
          (node, table) -> {
            Point2D at = position(node);
            placed.add(new Placed(table, at.getX(), at.getY()));
          });
      List<Frame> framed = new ArrayList<>();
      frames.forEach(
          (node, name) -> {
            Point2D at = position(node);
            framed.add(
                new Frame(
                    name,
                    new Rectangle2D.Double(
                        at.getX(), at.getY(), node.getWidth(), node.getHeight())));
          });
      List<Line> lines = edges.stream().map(this::line).toList();
      return new GraphLayout(root.getWidth(), root.getHeight(), placed, framed, lines);
    }

    private void fill(ElkNode inside, ModelGraph graph, double top) {
      inside.setProperty(CoreOptions.ALGORITHM, LayeredOptions.ALGORITHM_ID);
      inside.setProperty(CoreOptions.DIRECTION, direction());
      inside.setProperty(CoreOptions.EDGE_ROUTING, routing());
      inside.setProperty(CoreOptions.HIERARCHY_HANDLING, HierarchyHandling.INCLUDE_CHILDREN);
      inside.setProperty(CoreOptions.SPACING_NODE_NODE, GAP);
      inside.setProperty(LayeredOptions.SPACING_NODE_NODE_BETWEEN_LAYERS, 1.6 * GAP);
      inside.setProperty(LayeredOptions.SPACING_EDGE_NODE_BETWEEN_LAYERS, GAP / 2);
      inside.setProperty(LayeredOptions.MERGE_EDGES, true);
      double side = inside.getParent() == null ? MARGIN : 2 * MARGIN;
      inside.setProperty(CoreOptions.PADDING, new ElkPadding(top, side, side, side));
      for (Box box : graph.boxes()) {
        ElkNode node = ElkGraphUtil.createNode(inside);
        BoxTable table = new BoxTable(box);
        node.setDimensions(table.width(), table.height());
        nodes.putIfAbsent(box.id(), node);
        tables.put(node, table);
      }
      for (ModelGraph frame : graph.frames()) {
        ElkNode node = ElkGraphUtil.createNode(inside);
        frames.put(node, frame.name());
        fill(node, frame, TextSize.height(FRAME_TITLE) + 2 * MARGIN);
      }
    }

    private void connect(ModelGraph graph) {
      for (Arrow arrow : graph.arrows()) {
        ElkNode from = nodes.get(arrow.from());
        ElkNode to = nodes.get(arrow.to());
        if (from != null && to != null) {
          edges.add(ElkGraphUtil.createSimpleEdge(from, to));
        }
      }
      graph.frames().forEach(this::connect);
    }

    private Direction direction() {
      return switch (options.rankdir()) {
        case "LR" -> Direction.RIGHT;
        case "BT" -> Direction.UP;
        case "RL" -> Direction.LEFT;
        default -> Direction.DOWN;
      };
    }

    private EdgeRouting routing() {
      return switch (options.splines()) {
        case "polyline", "line" -> EdgeRouting.POLYLINE;
        case "spline", "curved" -> EdgeRouting.SPLINES;
        default -> EdgeRouting.ORTHOGONAL;
      };
    }

    private static Point2D position(ElkNode node) {
      double x = node.getX();
      double y = node.getY();
      for (ElkNode n = node.getParent(); n != null; n = n.getParent()) {
        x += n.getX();
        y += n.getY();
      }
      return new Point2D.Double(x, y);
    }

    private Line line(ElkEdge edge) {
      Point2D origin = position(edge.getContainingNode());
      ElkEdgeSection section = edge.getSections().get(0);
      List<Point2D> points = new ArrayList<>();
      points.add(new Point2D.Double(section.getStartX(), section.getStartY()));
      if (!options.splines().equals("line")) {
        for (ElkBendPoint bend : section.getBendPoints()) {
          points.add(new Point2D.Double(bend.getX(), bend.getY()));
        }
      }
      points.add(new Point2D.Double(section.getEndX(), section.getEndY()));
      points.forEach(p -> p.setLocation(p.getX() + origin.getX(), p.getY() + origin.getY()));
      Point2D tip = points.get(points.size() - 1);
      Point2D before =
          points.stream().filter(p -> p.distance(tip) > 1).reduce((p, q) -> q).orElse(tip);
      return new Line(path(points), before, tip);
    }

    /** Bends of splines are control points of Bézier curves, of two of them or of one. */
    private Path2D path(List<Point2D> points) {
      Path2D path = new Path2D.Double();
      path.moveTo(points.get(0).getX(), points.get(0).getY());
      int step = routing() == EdgeRouting.SPLINES ? 3 : 1;
      for (int i = 1; i < points.size(); i += step) {
        Point2D p = points.get(i);
        int left = Math.min(step, points.size() - i);
        Point2D q = points.get(i + Math.min(1, left - 1));
        Point2D r = points.get(i + left - 1);
        switch (left) {
          case 1 -> path.lineTo(p.getX(), p.getY());
          case 2 -> path.quadTo(p.getX(), p.getY(), q.getX(), q.getY());
          default -> path.curveTo(p.getX(), p.getY(), q.getX(), q.getY(), r.getX(), r.getY());
        }
      }
      return path;
    }
  }
}
