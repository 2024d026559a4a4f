package keras.preprocessing;

import java.util.ArrayList;
import java.util.List;
import keras.data.Np;
import keras.data.Transform;
import keras.engine.CallContext;
import keras.engine.GraphFunction;
import keras.engine.HostTensor;
import keras.engine.TensorSpec;
import keras.engine.WorkspaceRef;
import keras.ops.Core;
import keras.ops.DType;
import keras.ops.Expr;
import keras.ops.ImageOps;
import org.tensorflow.Tensor;
import org.tensorflow.exceptions.TensorFlowException;
import org.tensorflow.ndarray.NdArray;
import org.tensorflow.ndarray.NdArrays;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.image.DecodeImage;
import org.tensorflow.types.TUint8;

/** Reads images of paths and gives them one size. */
final class ImageReader implements Transform {
  private final ImageOptions options;

  ImageReader(ImageOptions options) {
    this.options = options;
  }

  @Override
  public String name() {
    return options.function();
  }

  @Override
  public Transform.Pass pass() {
    return new Pass();
  }

  /** Two graphs: from paths to pixels, and from pixels to those of the size that is asked for. */
  private final class Pass implements Transform.Pass {
    private final WorkspaceRef home = new WorkspaceRef(options::function);
    private final GraphFunction decode =
        new GraphFunction(
            home,
            "decode",
            false,
            List.of(new TensorSpec(Shape.scalar(), DType.STRING)),
            List.of(),
            this::decoded);
    private final GraphFunction resize =
        new GraphFunction(
            home,
            "resize",
            false,
            List.of(
                new TensorSpec(Shape.of(-1, -1, options.channels), DType.UINT8),
                new TensorSpec(Shape.of(10), DType.INT32)),
            List.of(),
            this::resized);

    private List<Expr> decoded(CallContext ctx, List<Expr> in) {
      Ops tf = ctx.tf();
      return List.of(
          ctx.wrap(
              tf.image.decodeImage(
                  tf.io.readFile(Core.strings(in.get(0))),
                  TUint8.class,
                  DecodeImage.channels((long) options.channels),
                  DecodeImage.expandAnimations(false))));
    }

    /** The places: where the window starts and its size, what that becomes, zeros around it. */
    private List<Expr> resized(CallContext ctx, List<Expr> in) {
      Ops tf = ctx.tf();
      Expr places = in.get(1);
      Expr window =
          ctx.wrap(
              tf.slice(
                  in.get(0),
                  Core.int32(joined(ctx, part(ctx, places, 0, 2), 0)),
                  Core.int32(joined(ctx, part(ctx, places, 2, 2), options.channels))));
      Expr sized =
          ImageOps.resize(
              ctx.wrap(tf.expandDims(window, tf.constant(0))),
              part(ctx, places, 4, 2),
              options.interpolation,
              false);
      Expr around =
          ctx.wrap(
              tf.reshape(
                  tf.concat(
                      List.of(
                          tf.constant(new int[2]),
                          Core.int32(part(ctx, places, 6, 4)),
                          tf.constant(new int[2])),
                      tf.constant(0)),
                  tf.constant(new int[] {4, 2})));
      Expr zero = ctx.wrap(tf.constant(0)).cast(sized.dtype());
      Expr whole = ctx.wrap(tf.pad(sized, Core.int32(around), zero));
      return List.of(
          options.channelsFirst
              ? ctx.wrap(tf.linalg.transpose(whole, tf.constant(new int[] {0, 3, 1, 2})))
              : whole);
    }

    private Expr part(CallContext ctx, Expr places, int from, int count) {
      Ops tf = ctx.tf();
      return ctx.wrap(
          tf.slice(places, tf.constant(new int[] {from}), tf.constant(new int[] {count})));
    }

    private Expr joined(CallContext ctx, Expr two, int third) {
      Ops tf = ctx.tf();
      return ctx.wrap(
          tf.concat(List.of(Core.int32(two), tf.constant(new int[] {third})), tf.constant(0)));
    }

    @Override
    public List<NdArray<?>> run(List<? extends NdArray<?>> arrays) {
      List<NdArray<?>> images = new ArrayList<>();
      arrays.get(0).streamOfObjects().forEach(path -> images.add(read((String) path)));
      return List.of(Np.concatenate(images, 0));
    }

    private NdArray<?> read(String path) {
      try (Tensor name = HostTensor.tensorOfStrings(Shape.scalar(), path)) {
        HostTensor pixels = decode.run(List.of(name), out -> HostTensor.of(out.get(0)));
        int[] places = Places.of(options, (int) pixels.shape().get(0), (int) pixels.shape().get(1));
        try (Tensor image = pixels.toTensor();
            Tensor where = HostTensor.of(NdArrays.vectorOf(places)).toTensor()) {
          return resize.run(List.of(image, where), out -> HostTensor.of(out.get(0)).toNdArray());
        }
      } catch (IllegalArgumentException | TensorFlowException e) {
        throw new IllegalArgumentException(
            "%s: expected an image in the format that its name tells. Received: %s, of which TensorFlow says: %s"
                .formatted(options.function(), path, e.getMessage()),
            e);
      }
    }

    @Override
    public void close() {
      home.close();
    }
  }
}
