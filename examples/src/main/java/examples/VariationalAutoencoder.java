package examples;

import java.util.List;
import java.util.Map;
import keras.Keras;
import keras.data.Np;
import keras.datasets.FashionMnist;
import keras.engine.CallContext;
import keras.engine.KerasTensor;
import keras.layers.Dense;
import keras.layers.Flatten;
import keras.layers.InputLayer;
import keras.layers.Layer;
import keras.layers.Reshape;
import keras.metrics.Mean;
import keras.metrics.Metric;
import keras.models.Model;
import keras.models.Sequential;
import keras.ops.Core;
import keras.ops.Expr;
import keras.optimizers.Adam;
import keras.random.SeedGenerator;
import keras.trainers.StepData;

/**
 * A model with a training step of its own: a variational autoencoder (Kingma and Welling, 2014)
 * that learns to draw clothing from two numbers. It follows Keras' example "Variational
 * AutoEncoder".
 *
 * <p>Argument: the number of epochs, 30 unless given.
 */
public final class VariationalAutoencoder {
  private static final int LATENT_DIM = 2;

  private VariationalAutoencoder() {}

  /** Draws z from the normal distribution that the means and log variances describe. */
  static final class Sampling extends Layer {
    private final SeedGenerator seedGenerator = new SeedGenerator(1337);

    @Override
    public boolean takesList() {
      return true;
    }

    @Override
    protected List<Expr> call(List<Expr> inputs, CallContext ctx) {
      Expr zMean = inputs.get(0);
      Expr zLogVar = inputs.get(1);
      Expr epsilon = seedGenerator.normal(List.of(Core.size(zMean, 0), LATENT_DIM), ctx);
      return List.of(zMean.add(zLogVar.mul(0.5).exp().mul(epsilon)));
    }
  }

  /** The model: its layers are fields, and its step minimises the sum of two losses. */
  static final class Vae extends Model {
    private final Model encoder;
    private final Model decoder;
    private final Mean totalLossTracker = new Mean().name("total_loss");
    private final Mean reconstructionLossTracker = new Mean().name("reconstruction_loss");
    private final Mean klLossTracker = new Mean().name("kl_loss");

    Vae(Model encoder, Model decoder) {
      this.encoder = encoder;
      this.decoder = decoder;
    }

    @Override
    public List<Metric> metrics() {
      return List.of(totalLossTracker, reconstructionLossTracker, klLossTracker);
    }

    @Override
    protected Map<String, Expr> trainStep(StepData data, CallContext ctx) {
      List<Expr> encoded = encoder.applyAll(data.xs(), ctx);
      Expr zMean = encoded.get(0);
      Expr zLogVar = encoded.get(1);
      Expr reconstruction = decoder.apply(encoded.get(2), ctx);

      Expr reconstructionLoss = data.x().sub(reconstruction).square().sum(1, 2).mean();
      Expr klLoss = zLogVar.add(1).sub(zMean.square()).sub(zLogVar.exp()).mul(-0.5).sum(1).mean();
      Expr totalLoss = reconstructionLoss.add(klLoss);
      optimizer().minimize(totalLoss, trainableWeights(), ctx);

      totalLossTracker.update(totalLoss, null, ctx);
      reconstructionLossTracker.update(reconstructionLoss, null, ctx);
      klLossTracker.update(klLoss, null, ctx);
      return Map.of(
          "loss", totalLossTracker.result(ctx),
          "reconstruction_loss", reconstructionLossTracker.result(ctx),
          "kl_loss", klLossTracker.result(ctx));
    }
  }

  private static Model encoder() {
    KerasTensor inputs = Keras.input(28, 28);
    KerasTensor x = new Flatten().apply(inputs);
    x = new Dense(128, "relu").apply(x);
    KerasTensor zMean = new Dense(LATENT_DIM).name("z_mean").apply(x);
    KerasTensor zLogVar = new Dense(LATENT_DIM).name("z_log_var").apply(x);
    KerasTensor z = new Sampling().apply(zMean, zLogVar);
    return Model.of(List.of(inputs), List.of(zMean, zLogVar, z)).name("encoder");
  }

  private static Model decoder() {
    return new Sequential(
            new InputLayer(LATENT_DIM),
            new Dense(128, "relu"),
            new Dense(28 * 28, "sigmoid"),
            new Reshape(28, 28))
        .name("decoder");
  }

  /** Runs the example. */
  public static void main(String[] args) {
    int epochs = args.length > 0 ? Integer.parseInt(args[0]) : 30;
    Keras.setRandomSeed(42);
    var x =
        Np.divide(
            FashionMnist.load(VariationalAutoencoder.class, "/fashion-mnist-mini").train().x(),
            255.0);
    try (Model decoder = decoder();
        Vae vae = new Vae(encoder(), decoder)) {
      vae.compile(c -> c.optimizer(new Adam()));
      var history = vae.fit(x, f -> f.epochs(epochs).batchSize(128));
      System.out.printf("losses by epoch: %s%n", history.history().get("loss"));
      var drawn = decoder.predict(new float[][] {{-1, 0}, {0, 0}, {1, 0}});
      System.out.printf("drawn from three points: %s%n", drawn.shape());
    }
  }
}
