package keras.charts;

import de.erichseifert.vectorgraphics2d.Processors;
import de.erichseifert.vectorgraphics2d.VectorGraphics2D;
import de.erichseifert.vectorgraphics2d.util.PageSize;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;

/** Writes pictures: as PNG where the file's name has no ending, as Keras does. */
final class PictureFile {
  /** More dots than this do not fit into one array, or into memory. */
  private static final double MOST_DOTS = 1 << 28;

  /** The font of this machine means nothing where an SVG is shown. */
  private static final Pattern FONT = Pattern.compile("font-family:&quot;[^&]*&quot;");

  private static final String FONTS = "font-family:Helvetica,Arial,sans-serif";

  private PictureFile() {}

  /**
   * Draws a picture into a file, whose folder is made.
   *
   * @param dots how many dots of a PNG a point has
   */
  static void write(String caller, Path file, double dots, Picture picture) {
    String name = String.valueOf(file.getFileName());
    String ending = name.contains(".") ? name.substring(name.lastIndexOf('.') + 1) : "png";
    byte[] content =
        switch (ending.toLowerCase(Locale.ROOT)) {
          case "png" -> png(caller, dots, picture);
          case "svg" -> svg(picture);
          default ->
              throw new UnsupportedOperationException(
                  "%s: the file's name must end in .png or .svg. Received: %s."
                      .formatted(caller, file));
        };
    try {
      Path folder = file.toAbsolutePath().getParent();
      if (folder != null) {
        Files.createDirectories(folder);
      }
      Files.write(file, content);
    } catch (IOException e) {
      throw new UncheckedIOException("%s: %s cannot be written.".formatted(caller, file), e);
    }
  }

  private static byte[] png(String caller, double dots, Picture picture) {
    double width = Math.ceil(picture.width() * dots);
    double height = Math.ceil(picture.height() * dots);
    if (width * height > MOST_DOTS) {
      throw new IllegalArgumentException(
          "%s: the picture would have %.0f x %.0f dots, more than fit. Take a smaller `dpi`, or a name that ends in .svg."
              .formatted(caller, width, height));
    }
    BufferedImage image = new BufferedImage((int) width, (int) height, BufferedImage.TYPE_INT_RGB);
    Graphics2D g = image.createGraphics();
    g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    g.setRenderingHint(
        RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
    g.setRenderingHint(
        RenderingHints.KEY_FRACTIONALMETRICS, RenderingHints.VALUE_FRACTIONALMETRICS_ON);
    g.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
    g.setColor(Color.WHITE);
    g.fillRect(0, 0, image.getWidth(), image.getHeight());
    g.scale(dots, dots);
    picture.draw(g);
    g.dispose();
    try {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      ImageIO.write(image, "png", out);
      return out.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(caller + ": the picture cannot be encoded as PNG.", e);
    }
  }

  private static byte[] svg(Picture picture) {
    VectorGraphics2D g = new VectorGraphics2D();
    picture.draw(g);
    g.dispose();
    PageSize page = new PageSize(picture.width(), picture.height());
    try {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      Processors.get("svg").getDocument(g.getCommands(), page).writeTo(out);
      return FONT.matcher(out.toString(StandardCharsets.UTF_8))
          .replaceAll(FONTS)
          .getBytes(StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("The picture cannot be encoded as SVG.", e);
    }
  }
}
