package keras.live;

import java.util.List;
import java.util.Map;
import keras.engine.CallContext;
import keras.engine.KerasTensor;
import keras.layers.Dense;
import keras.layers.InputLayer;
import keras.layers.Layer;
import keras.metrics.Mean;
import keras.metrics.Metric;
import keras.models.Model;
import keras.models.Sequential;
import keras.ops.Core;
import keras.ops.Expr;
import keras.random.SeedGenerator;
import keras.trainers.StepData;

/** Keras' example "Variational AutoEncoder", with Dense layers; {@link #PYTHON} is its twin. */
final class Vae extends Model {
  static final String PYTHON =
      """
      from keras import layers, ops
      class Sampling(layers.Layer):
          def __init__(self, **kwargs):
              super().__init__(**kwargs)
              self.seed_generator = keras.random.SeedGenerator(1337)

          def call(self, inputs):
              z_mean, z_log_var = inputs
              batch = ops.shape(z_mean)[0]
              dim = ops.shape(z_mean)[1]
              epsilon = keras.random.normal(shape=(batch, dim), seed=self.seed_generator)
              return z_mean + ops.exp(0.5 * z_log_var) * epsilon

      class KLDivergenceLayer(layers.Layer):
          '''Adds the divergence to the loss, and hands its inputs on.'''
          def call(self, inputs):
              z_mean, z_log_var = inputs
              kl_loss = -0.5 * (1 + z_log_var - ops.square(z_mean) - ops.exp(z_log_var))
              self.add_loss(ops.mean(ops.sum(kl_loss, axis=1)))
              return inputs

      class VAE(keras.Model):
          def __init__(self, encoder, decoder, **kwargs):
              super().__init__(**kwargs)
              self.encoder = encoder
              self.decoder = decoder
              self.total_loss_tracker = keras.metrics.Mean(name="total_loss")
              self.reconstruction_loss_tracker = keras.metrics.Mean(name="reconstruction_loss")
              self.kl_loss_tracker = keras.metrics.Mean(name="kl_loss")

          @property
          def metrics(self):
              return [self.total_loss_tracker, self.reconstruction_loss_tracker,
                      self.kl_loss_tracker]

          def train_step(self, data):
              with tf.GradientTape() as tape:
                  z_mean, z_log_var, z = self.encoder(data)
                  reconstruction = self.decoder(z)
                  reconstruction_loss = ops.mean(
                      ops.sum(ops.square(data - reconstruction), axis=1))
                  kl_loss = sum(self.losses)
                  total_loss = reconstruction_loss + kl_loss
              grads = tape.gradient(total_loss, self.trainable_weights)
              self.optimizer.apply_gradients(zip(grads, self.trainable_weights))
              self.total_loss_tracker.update_state(total_loss)
              self.reconstruction_loss_tracker.update_state(reconstruction_loss)
              self.kl_loss_tracker.update_state(kl_loss)
              return {"loss": self.total_loss_tracker.result(),
                      "reconstruction_loss": self.reconstruction_loss_tracker.result(),
                      "kl_loss": self.kl_loss_tracker.result()}

      def vae():
          encoder_inputs = keras.Input((6,))
          x = layers.Dense(8, activation="relu")(encoder_inputs)
          z_mean = layers.Dense(2, name="z_mean")(x)
          z_log_var = layers.Dense(2, name="z_log_var")(x)
          z_mean, z_log_var = KLDivergenceLayer()([z_mean, z_log_var])
          z = Sampling()([z_mean, z_log_var])
          encoder = keras.Model(encoder_inputs, [z_mean, z_log_var, z], name="encoder")
          decoder = keras.Sequential([
              keras.Input((2,)), layers.Dense(8, activation="relu"),
              layers.Dense(6, activation="sigmoid")], name="decoder")
          return VAE(encoder, decoder)
      """;

  /** Draws from the distribution that its two inputs describe. */
  static final class Sampling extends Layer {
    private final SeedGenerator seedGenerator = new SeedGenerator(1337);

    @Override
    public boolean takesList() {
      return true;
    }

    @Override
    protected List<Expr> call(List<Expr> inputs, CallContext ctx) {
      Expr mean = inputs.get(0);
      Expr logVariance = inputs.get(1);
      Expr batch = Core.size(mean, 0);
      Expr epsilon = seedGenerator.normal(List.of(batch, mean.shape().get(1)), ctx);
      return List.of(mean.add(logVariance.mul(0.5).exp().mul(epsilon)));
    }
  }

  /** Adds the divergence from the standard normal distribution to the loss. */
  static final class Divergence extends Layer {
    @Override
    public boolean takesList() {
      return true;
    }

    @Override
    protected List<Expr> call(List<Expr> inputs, CallContext ctx) {
      Expr mean = inputs.get(0);
      Expr logVariance = inputs.get(1);
      Expr each = logVariance.add(1).sub(mean.square()).sub(logVariance.exp()).mul(-0.5);
      ctx.addLoss(each.sum(1).mean(0));
      return inputs;
    }
  }

  private final Model encoder;
  private final Model decoder;
  private final Mean totalLoss = new Mean().name("total_loss");
  private final Mean reconstructionLoss = new Mean().name("reconstruction_loss");
  private final Mean klLoss = new Mean().name("kl_loss");

  Vae(Model encoder, Model decoder) {
    this.encoder = encoder;
    this.decoder = decoder;
  }

  static Vae small() {
    KerasTensor inputs = keras.Keras.input(6);
    KerasTensor x = new Dense(8, "relu").apply(inputs);
    KerasTensor mean = new Dense(2).name("z_mean").apply(x);
    KerasTensor logVariance = new Dense(2).name("z_log_var").apply(x);
    List<KerasTensor> both = new Divergence().applyAll(List.of(mean, logVariance));
    KerasTensor z = new Sampling().apply(both.get(0), both.get(1));
    Model encoder = Model.of(List.of(inputs), List.of(both.get(0), both.get(1), z)).name("encoder");
    Model decoder =
        new Sequential(new InputLayer(2), new Dense(8, "relu"), new Dense(6, "sigmoid"))
            .name("decoder");
    return new Vae(encoder, decoder);
  }

  @Override
  public List<Metric> metrics() {
    return List.of(totalLoss, reconstructionLoss, klLoss);
  }

  @Override
  protected Map<String, Expr> trainStep(StepData data, CallContext ctx) {
    Expr z = encoder.applyAll(data.xs(), ctx).get(2);
    Expr reconstruction = decoder.apply(z, ctx);
    Expr ofReconstruction = data.x().sub(reconstruction).square().sum(1).mean(0);
    Expr ofDivergence = losses(ctx).get(0);
    Expr total = ofReconstruction.add(ofDivergence);
    optimizer().minimize(total, trainableWeights(), ctx);
    totalLoss.update(total, null, ctx);
    reconstructionLoss.update(ofReconstruction, null, ctx);
    klLoss.update(ofDivergence, null, ctx);
    return Map.of(
        "loss", totalLoss.result(ctx),
        "reconstruction_loss", reconstructionLoss.result(ctx),
        "kl_loss", klLoss.result(ctx));
  }
}
