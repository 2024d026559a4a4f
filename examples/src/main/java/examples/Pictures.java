package examples;

import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.tensorflow.ndarray.FloatNdArray;

/** Draws images with names, and writes pictures. */
final class Pictures {
  private static final int GAP = 24;

  private Pictures() {}

  /**
   * Draws images in rows, each over a name.
   *
   * @param images (image, row, column), in [0, 1]
   */
  static void images(FloatNdArray images, List<String> names, int columns, Path picture) {
    int zoom = columns > 5 ? 3 : 8;
    int side = 28 * zoom;
    int width = side + GAP;
    int height = side + 2 * GAP;
    int rows = (names.size() + columns - 1) / columns;
    BufferedImage sheet =
        new BufferedImage(columns * width + GAP, rows * height + GAP, BufferedImage.TYPE_INT_RGB);
    Graphics2D g = sheet.createGraphics();
    g.setRenderingHint(
        RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
    g.setColor(Color.WHITE);
    g.fillRect(0, 0, sheet.getWidth(), sheet.getHeight());
    g.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, columns > 5 ? 14 : 18));
    for (int i = 0; i < names.size(); i++) {
      int left = GAP + i % columns * width;
      int top = GAP + i / columns * height;
      for (int row = 0; row < 28; row++) {
        for (int column = 0; column < 28; column++) {
          float ink = 1 - images.getFloat(i, row, column);
          g.setColor(new Color(ink, ink, ink));
          g.fillRect(left + column * zoom, top + row * zoom, zoom, zoom);
        }
      }
      g.setColor(Color.BLACK);
      int indent = (side - g.getFontMetrics().stringWidth(names.get(i))) / 2;
      g.drawString(names.get(i), left + indent, top + side + GAP);
    }
    g.dispose();
    save(sheet, picture);
  }

  /** Writes a picture as PNG. */
  static void save(BufferedImage image, Path picture) {
    try {
      Files.createDirectories(picture.toAbsolutePath().getParent());
      ImageIO.write(image, "png", picture.toFile());
    } catch (IOException e) {
      throw new UncheckedIOException("The picture " + picture + " could not be written.", e);
    }
  }
}
